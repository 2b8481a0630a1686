package io.flowledger.store.schema;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a layout in the table of blocks: its forms there, and the expression that gives a row's value back.
 *
 * @param column the layout's
 */
public record BlockColumn(Column column) {

    /** The forms that values of the type may have, {@link BlockForm#ONE} first. */
    public List<BlockForm> forms() {
        return switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP ->
                List.of(BlockForm.ONE, BlockForm.MILLISECONDS, BlockForm.MICROSECONDS, BlockForm.WHOLE);
            case BIGINT -> List.of(BlockForm.ONE, BlockForm.SHORT, BlockForm.INT, BlockForm.WHOLE);
            case INTEGER -> List.of(BlockForm.ONE, BlockForm.SHORT, BlockForm.WHOLE);
            case SMALLINT -> List.of(BlockForm.ONE, BlockForm.WHOLE);
            case INET -> List.of(BlockForm.ONE, BlockForm.IPV4, BlockForm.WORDS, BlockForm.PLACES);
            case MACADDR, TEXT, JSONB, INTEGER_ARRAY -> List.of(BlockForm.ONE, BlockForm.WORDS, BlockForm.PLACES);
        };
    }

    /** Whether PostgreSQL has no arrays of the type that differ in length, so that values lie as text. */
    public boolean isText() {
        return column.type() == ColumnType.INTEGER_ARRAY;
    }

    /** The column's name in SQL in the table of blocks. */
    public String name(BlockForm form) {
        return Sql.identifier(column.name() + form.suffix());
    }

    /** The values' expression over a row's own table, in the type that blocks hold. */
    public String packed() {
        return name(BlockForm.ONE) + (isText() ? "::text" : "");
    }

    private String valueType() {
        return isText() ? "text" : column.type().sqlName();
    }

    private String type(BlockForm form) {
        return switch (form) {
            case ONE -> valueType();
            case MICROSECONDS, MILLISECONDS, INT, IPV4 -> "integer[]";
            case SHORT, PLACES -> "smallint[]";
            case WHOLE, WORDS -> valueType() + "[]";
        };
    }

    /** Definitions for CREATE TABLE and ADD COLUMN. */
    List<String> definitions() {
        return forms().stream().map(form -> name(form) + " " + type(form)).toList();
    }

    /**
     * The forms as a scan of blocks gives them: arrays unpacked once a block, which array_append does as a side effect, so
     * that a row's element is found without unpacking anew.
     */
    String opened() {
        return forms().stream()
                .map(form -> form == BlockForm.ONE
                        ? name(form)
                        : "CASE WHEN " + name(form) + " IS NOT NULL THEN array_append(" + name(form) + ", NULL) END AS "
                                + name(form))
                .collect(Collectors.joining(", "));
    }

    /** The value of row {@code s.i}, from the forms as columns of {@code b}. */
    String value() {
        String values = forms().stream()
                .filter(form -> form != BlockForm.PLACES)
                .map(this::value)
                .collect(Collectors.joining(", ", "coalesce(", ")"));
        return isText() ? values + "::" + column.type().sqlName() : values;
    }

    private String value(BlockForm form) {
        String element = "b." + name(form) + "[s.i]";
        return switch (form) {
            case ONE -> "b." + name(form);
            case MICROSECONDS -> time("to_timestamp((b.base + " + element + ")::float8 / '1000000'::float8)");
            case MILLISECONDS -> time("to_timestamp((b.base / 1000 + " + element + ")::float8 / '1000'::float8)");
            case SHORT -> cast(element + "::integer + 32768");
            case INT -> cast(element);
            case WHOLE -> element;
            case IPV4 -> "'0.0.0.0'::inet + (" + element + "::bigint + '2147483648'::bigint)";
            case WORDS -> "b." + name(form) + "[b." + name(BlockForm.PLACES) + "[s.i]]";
            case PLACES -> throw new IllegalArgumentException("places are no values");
        };
    }

    private String cast(String expression) {
        return column.type() == ColumnType.INTEGER ? "(" + expression + ")" : "(" + expression + ")::bigint";
    }

    private String time(String instant) {
        return column.type() == ColumnType.TIMESTAMP ? "(" + instant + " AT TIME ZONE 'UTC')" : instant;
    }
}
