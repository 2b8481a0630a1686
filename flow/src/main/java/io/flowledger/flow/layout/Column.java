package io.flowledger.flow.layout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table layout, with everything that follows from it: DDL, COPY, filter name, role and reference page.
 *
 * @param name the column's name in SQL
 * @param type PostgreSQL type
 * @param role what the column is for in questions
 * @param unit unit of the value, empty when it has none
 * @param sources Information Elements that fill it, the first that a template has wins
 * @param context the value of the Message that fills it when no source is present, or null
 * @param absent what it holds otherwise
 * @param extra true for the one column that gathers the elements without a column
 * @param doc a sentence for the reference page
 */
public record Column(
        String name,
        ColumnType type,
        Role role,
        String unit,
        List<Source> sources,
        @Nullable Context context,
        Absent absent,
        boolean extra,
        String doc) {

    public Column {
        sources = List.copyOf(sources);
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("column name " + name + " is not lower case SQL");
        }
        if (doc.isEmpty()) {
            throw new IllegalArgumentException("column " + name + " has no documentation");
        }
    }

    /** True when DDL declares the column NOT NULL. */
    public boolean notNull() {
        return absent != Absent.NULL;
    }

    /** The same column, filled from other elements. */
    Column withSources(List<Source> others) {
        return new Column(name, type, role, unit, others, context, absent, extra, doc);
    }

    static Declaration column(String name, ColumnType type) {
        return new Declaration(name, type);
    }

    /** A column being declared by a layout of this package; {@link #doc} ends it. */
    static final class Declaration {
        private final String name;
        private final ColumnType type;
        private final List<Source> sources = new ArrayList<>();
        private Role role = Role.DIMENSION;
        private String unit = "";
        private @Nullable Context context;
        private Absent absent = Absent.NULL;
        private boolean extra;

        private Declaration(String name, ColumnType type) {
            this.name = name;
            this.type = type;
        }

        Declaration role(Role value) {
            role = value;
            return this;
        }

        Declaration unit(String value) {
            unit = value;
            return this;
        }

        Declaration context(Context value) {
            context = value;
            return this;
        }

        Declaration absent(Absent value) {
            absent = value;
            return this;
        }

        Declaration extra() {
            extra = true;
            return this;
        }

        Declaration from(Transform transform, int... elementIds) {
            for (int elementId : elementIds) {
                sources.add(Source.iana(elementId, transform));
            }
            return this;
        }

        /** Elements of an enterprise. */
        Declaration fromEnterprise(long enterpriseNumber, Transform transform, int... elementIds) {
            for (int elementId : elementIds) {
                sources.add(new Source(enterpriseNumber, elementId, transform));
            }
            return this;
        }

        Column doc(String text) {
            return new Column(name, type, role, unit, sources, context, absent, extra, text);
        }
    }
}
