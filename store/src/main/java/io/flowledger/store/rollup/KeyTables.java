package io.flowledger.store.rollup;

import io.flowledger.store.copy.TupleRows;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a minute by key, one table for each dimension; of all keys, or of one part of them for each pass over the rows. Rows are
 * taken some at a time and added table by table, so that what is at work is one table and a column or two, which stay in the cache.
 * The tables are for one minute after another: their room stays.
 *
 * <p>Not thread safe.
 */
final class KeyTables {
    /** Columns that are read beside those of {@link #READ}. */
    static final String FIRST_COLUMNS = "exporter, sampling_rate, octets, packets";

    private static final int EXPORTER = 0;
    private static final int SAMPLING_RATE = 1;
    private static final int OCTETS = 2;
    private static final int PACKETS = 3;
    private static final int FIRST_KEY = 4;

    private static final List<KeyColumn> COLUMNS = KeyColumn.all();

    /** Columns of keys that rows have. */
    static final List<String> READ = COLUMNS.stream()
            .filter(column -> !column.isNetwork())
            .map(KeyColumn::name)
            .toList();

    /** Rows that are added at a time. */
    private static final int ROWS = 1 << 10;

    /** Not looked up yet. */
    private static final int UNKNOWN = -2;

    private final TupleRows rows = new TupleRows(FIRST_KEY + READ.size());
    private final RowSums sums = new RowSums(ROWS);
    private final ValueIds exporters = new ValueIds();
    private final KeyCodes codes = new KeyCodes();
    private final Map<RollupDimension, KeySums> tables = new EnumMap<>(RollupDimension.class);

    /** For each dimension the places of its columns. */
    private final Map<RollupDimension, int[]> places = new EnumMap<>(RollupDimension.class);

    private final int[] exporterOf = new int[ROWS];

    /** For each column the codes of the rows, and one more for where there is no column. */
    private final int[][] codesOf = new int[COLUMNS.size() + 1][ROWS];

    private int passes;
    private int pass;
    private long most;
    private long count;

    KeyTables() {
        for (RollupDimension dimension : RollupDimension.values()) {
            tables.put(dimension, new KeySums());
            places.put(
                    dimension,
                    dimension.columns().stream().mapToInt(KeyTables::place).toArray());
        }
        Arrays.fill(codesOf[COLUMNS.size()], KeyCodes.NULL);
    }

    private static int place(String column) {
        for (int i = 0; i < COLUMNS.size(); i++) {
            if (COLUMNS.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column of keys: " + column);
    }

    /**
     * Begins to read the rows.
     *
     * @param ofPasses how many times they are read
     * @param number of this time, from 0 on; exporters keep their numbers from the first on
     * @param mostKeys that there is room for
     */
    void begin(int ofPasses, int number, long mostKeys) {
        passes = ofPasses;
        pass = number;
        most = mostKeys;
        count = 0;
        rows.clear();
        if (number == 0) {
            exporters.clear();
        }
        codes.clear();
        tables.values().forEach(KeySums::clear);
    }

    /** Takes a message of COPY, until there is no more room. */
    void take(byte[] message) throws SQLException {
        if (count <= most) {
            rows.take(message);
            if (rows.count() == ROWS) {
                addRows();
            }
        }
    }

    /** Ends to read the rows; false when they have more keys than there is room for. */
    boolean end() {
        addRows();
        return count <= most;
    }

    private void addRows() {
        for (int row = 0; row < rows.count(); row++) {
            sums.set(
                    row,
                    number(row, OCTETS),
                    number(row, PACKETS),
                    number(row, SAMPLING_RATE),
                    rows.isNull(row, SAMPLING_RATE));
            exporterOf[row] = row > 0 && rows.equal(row, row - 1, EXPORTER)
                    ? exporterOf[row - 1]
                    : exporters.idOf(rows.octets(), rows.offset(row, EXPORTER), rows.length(row, EXPORTER));
        }
        for (int column = 0; column < COLUMNS.size(); column++) {
            setCodes(column);
        }
        count = 0;
        places.forEach((dimension, columns) -> {
            KeySums table = of(dimension);
            if (passes == 1) {
                add(table, columns);
            } else {
                addOurs(table, columns);
            }
            count += table.count();
        });
        rows.clear();
    }

    private long number(int row, int cell) {
        return rows.isNull(row, cell) ? 0 : rows.number(row, cell);
    }

    /** Sets the codes of a column's numbers, and of its other values when all keys are wanted. */
    private void setCodes(int column) {
        int[] to = codesOf[column];
        if (COLUMNS.get(column).isNumber()) {
            for (int row = 0; row < rows.count(); row++) {
                boolean isNull = rows.isNull(row, FIRST_KEY + column);
                long number = isNull ? 0 : rows.number(row, FIRST_KEY + column);
                to[row] = isNull ? KeyCodes.NULL : number >= 0 && number < KeyCodes.VALUE ? (int) number : UNKNOWN;
            }
        } else {
            Arrays.fill(to, 0, rows.count(), UNKNOWN);
        }
        if (passes == 1) {
            for (int row = 0; row < rows.count(); row++) {
                code(column, row);
            }
        }
    }

    private int code(int column, int row) {
        int[] known = codesOf[column];
        if (known[row] == UNKNOWN) {
            known[row] = lookUp(column, row);
        }
        return known[row];
    }

    private int lookUp(int column, int row) {
        int address = COLUMNS.get(column).address();
        if (address >= 0) {
            return codes.ofNetwork(code(address, row));
        }
        int length = rows.length(row, FIRST_KEY + column);
        return length < 0 ? KeyCodes.NULL : codes.ofCell(rows.octets(), rows.offset(row, FIRST_KEY + column), length);
    }

    private void add(KeySums table, int[] columns) {
        int[] first = codesOf[columns.length > 0 ? columns[0] : COLUMNS.size()];
        int[] second = codesOf[columns.length > 1 ? columns[1] : COLUMNS.size()];
        table.addAll(exporterOf, first, second, sums, rows.count());
    }

    /** Adds the rows whose keys are of this pass. */
    private void addOurs(KeySums table, int[] columns) {
        for (int row = 0; row < rows.count(); row++) {
            if (columns.length == 0 ? pass == 0 : isOurs(row, columns)) {
                table.add(
                        exporterOf[row],
                        columns.length > 0 ? code(columns[0], row) : KeyCodes.NULL,
                        columns.length > 1 ? code(columns[1], row) : KeyCodes.NULL,
                        sums,
                        row);
            }
        }
    }

    /** Whether a row's key is of this pass: by its octets, as codes are others in each pass. */
    private boolean isOurs(int row, int[] columns) {
        int hash = exporterOf[row];
        for (int column : columns) {
            hash = Integer.rotateLeft(hash, 11) * 31 + hash(row, column);
        }
        return Math.floorMod(hash ^ hash >>> 16, passes) == pass;
    }

    private int hash(int row, int column) {
        KeyColumn of = COLUMNS.get(column);
        int cell = FIRST_KEY + (of.isNetwork() ? of.address() : column);
        int length = rows.length(row, cell);
        if (length < 0) {
            return 0;
        }
        return of.isNetwork()
                ? codes.networkHash(rows.octets(), rows.offset(row, cell), length)
                : ValueIds.hash(rows.octets(), rows.offset(row, cell), length);
    }

    KeySums of(RollupDimension dimension) {
        return Objects.requireNonNull(tables.get(dimension));
    }

    /** Keys in all tables. */
    long count() {
        return count;
    }

    /** Makes keys of a dimension's entries. */
    LargestKeys.Maker maker(RollupDimension dimension) {
        int[] columns = Objects.requireNonNull(places.get(dimension));
        return (table, entry) -> {
            byte[] @Nullable [] cells = new byte[columns.length][];
            for (int i = 0; i < columns.length; i++) {
                cells[i] =
                        codes.cell(table.code(entry, i), COLUMNS.get(columns[i]).numberOctets());
            }
            byte[] exporter = exporters.value(table.exporter(entry));
            return table.key(entry, exporter == null ? new byte[0] : exporter, cells);
        };
    }
}
