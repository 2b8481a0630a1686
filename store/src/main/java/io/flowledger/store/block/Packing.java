package io.flowledger.store.block;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.store.connect.Pause;
import io.flowledger.store.copy.BinaryCopy;
import io.flowledger.store.copy.CopyTuple;
import io.flowledger.store.copy.TupleRows;
import io.flowledger.store.schema.BlockColumn;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packs hours: in one transaction an hour's rows are deleted and written as blocks, so that everybody sees each row once,
 * before and after, whatever becomes of us in between. Rows that land meanwhile stay rows.
 *
 * <p>The space that the rows took is given back by VACUUM afterwards, as far as nobody still looks at an older state.
 *
 * <p>Not thread safe: one connection.
 */
public final class Packing {
    /** Held by who packs an hour or replaces rows; "flowpack" as a number. */
    static final long LOCK = 0x666c6f777061636bL;

    private static final int HOUR_SECONDS = (int) FlowTable.PARTITION_SECONDS;

    /** Direction, protocol, destination and source, by which rows of a minute are sorted: what is alike compresses well. */
    private static final List<Integer> SORT_ELEMENTS = List.of(61, 4, 12, 8);

    private final Connection connection;
    private final FlowTable table;
    private final PackedFlows packed;
    private final PackSettings settings;
    private final Pause pause;
    private final LongSupplier nanoTime;

    /**
     * What was done.
     *
     * @param rows that are in blocks now
     * @param blocks that they are in
     */
    public record Packed(long rows, long blocks) {
        static final Packed NOTHING = new Packed(0, 0);
    }

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Progress {
        /** Of {@code total} rows of an hour {@code done} are packed; they count once the hour is finished. */
        void packed(long done, long total);
    }

    /**
     * @param connection in auto-commit mode, used for nothing else
     * @param pause waits between steps, and ends the work when it says so
     */
    public Packing(Connection connection, FlowTable table, PackSettings settings, Pause pause, LongSupplier nanoTime) {
        this.connection = connection;
        this.table = table;
        this.packed = new PackedFlows(table);
        this.settings = settings;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes the table one that can have blocks, if it is not.
     *
     * @throws io.flowledger.store.schema.SchemaException when it cannot be made one
     */
    public void prepare() throws SQLException {
        if (!packed.exists(connection)) {
            connection.setAutoCommit(false);
            try {
                Sql.execute(connection, "SET LOCAL lock_timeout = '10s'");
                packed.ensure(connection);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** The hours that ended {@code age} ago or before and have rows to pack, each as seconds since 1970, the oldest first. */
    public List<Long> due(Duration age, Instant now) throws SQLException {
        long before = now.minus(age).getEpochSecond() - HOUR_SECONDS;
        Set<Long> hours = table.hours(connection);
        List<Long> due = new ArrayList<>();
        for (long hour : new TreeSet<>(hours == null ? Set.<Long>of() : hours)) {
            if (hour <= before && isDue(hour)) {
                due.add(hour);
            }
        }
        return due;
    }

    private boolean isDue(long hour) throws SQLException {
        String rows = "SELECT FROM " + table.target(hour);
        if (!Sql.exists(connection, rows)) {
            return false;
        }
        return settings.lateRows() == 1
                || Sql.exists(connection, rows + " OFFSET " + (settings.lateRows() - 1))
                || !Sql.exists(
                        connection,
                        "SELECT FROM " + packed.blocks() + " WHERE hour = to_timestamp(?::bigint)",
                        "" + hour);
    }

    /**
     * Packs the rows of an hour.
     *
     * @return what was packed, or null when the hour was left as it is: somebody replaces rows, or we were told to stop
     * @throws SQLException when the database fails, or a reader holds up the view for too long; nothing is changed then
     */
    public @Nullable Packed pack(long hour, Progress progress) throws SQLException {
        packed.show(connection, hour);
        summarize(hour);
        connection.setAutoCommit(false);
        boolean done = false;
        Packed result = Packed.NOTHING;
        try {
            if (!"t".equals(Sql.text(connection, "SELECT pg_try_advisory_xact_lock(" + LOCK + ")"))) {
                return null;
            }
            Sql.execute(connection, "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off; SET LOCAL TIME ZONE 'UTC'");
            List<Step> steps = steps(hour);
            long total = steps.stream().mapToLong(Step::rows).sum();
            packed.makePartition(connection, hour);
            long begun = nanoTime.getAsLong();
            for (Step step : steps) {
                result = pack(hour, step, result);
                progress.packed(result.rows(), total);
                if (!keepPace(begun, result.rows())) {
                    return null;
                }
            }
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
        // VACUUM cuts off the pages of the rows, but an index keeps its own although nothing is in it.
        Sql.execute(connection, "VACUUM " + table.target(hour));
        table.renewIndexes(connection, hour);
        return result;
    }

    /** So that a step finds its rows by the index of times; what landed last is not in it until autovacuum came along. */
    private void summarize(long hour) throws SQLException {
        Sql.execute(
                connection,
                "SELECT brin_summarize_new_values(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                        + " JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'brin' AND i.indrelid = "
                        + Sql.literal(table.target(hour)) + "::regclass");
    }

    private boolean keepPace(long begun, long rows) {
        if (settings.rowsPerSecond() == 0) {
            return pause.pause(0);
        }
        double nanos = (double) rows / settings.rowsPerSecond() * 1_000_000_000.0;
        return pause.pause(Math.max(0, (long) nanos - (nanoTime.getAsLong() - begun)));
    }

    /** Rows received from one second of the hour to another. */
    private record Step(int fromSecond, int toSecond, long rows) {}

    private List<Step> steps(long hour) throws SQLException {
        List<Step> steps = new ArrayList<>();
        int from = 0;
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement("SELECT floor(extract(epoch FROM "
                        + table.timeAsInstant() + "))::bigint - " + hour + ", count(*) FROM " + table.target(hour)
                        + " GROUP BY 1 ORDER BY 1");
                ResultSet seconds = statement.executeQuery()) {
            while (seconds.next()) {
                rows += seconds.getLong(2);
                int next = seconds.getInt(1) + 1;
                if (rows >= settings.stepRows()) {
                    steps.add(new Step(from, next, rows));
                    from = next;
                    rows = 0;
                }
            }
        }
        if (rows > 0) {
            steps.add(new Step(from, HOUR_SECONDS, rows));
        }
        return steps;
    }

    private Packed pack(long hour, Step step, Packed before) throws SQLException {
        List<BlockColumn> columns = packed.columns();
        TupleRows rows = new TupleRows(columns.size());
        read(hour, step, columns, rows);
        if (rows.count() == 0) {
            return before;
        }
        CopyTuple tuple = new CopyTuple();
        BlockWriter writer = new BlockWriter(hour, columns, table.time(), rows, tuple);
        int[] ends = ends(rows, columns);
        BinaryCopy.write(connection, copyIn(hour, columns), copy -> {
            int from = 0;
            for (int end : ends) {
                tuple.clear();
                writer.write(from, end);
                copy.writeToCopy(tuple.octets(), 0, tuple.length());
                from = end;
            }
        });
        return new Packed(before.rows() + rows.count(), before.blocks() + ends.length);
    }

    /** Where blocks end: of much the same size, and none with rows of both versions of IP. */
    private int[] ends(TupleRows rows, List<BlockColumn> columns) {
        int address = columns.stream().map(BlockColumn::column).toList().indexOf(address());
        int ipv4 = 0;
        while (address >= 0 && ipv4 < rows.count() && BlockWriter.isIpv4(rows, ipv4, address)) {
            ipv4++;
        }
        return IntStream.concat(ends(0, ipv4), ends(ipv4, rows.count())).toArray();
    }

    private IntStream ends(int from, int to) {
        int blocks = (to - from + settings.blockRows() - 1) / settings.blockRows();
        return IntStream.rangeClosed(1, blocks).map(block -> from + (int) ((long) (to - from) * block / blocks));
    }

    private @Nullable Column address() {
        return alike().filter(column -> column.type() == ColumnType.INET)
                .findFirst()
                .orElse(null);
    }

    /** Deletes rows and reads them, in one statement: what is read is what is deleted. */
    private void read(long hour, Step step, List<BlockColumn> columns, TupleRows rows) throws SQLException {
        String time = Sql.identifier(table.time().name());
        String sql = "COPY (WITH gone AS (DELETE FROM " + table.target(hour) + " WHERE " + time + " >= "
                + table.timeOf((hour + step.fromSecond()) + "000000") + " AND " + time + " < "
                + table.timeOf((hour + step.toSecond()) + "000000") + " RETURNING *) SELECT "
                + columns.stream().map(BlockColumn::packed).collect(Collectors.joining(", ")) + " FROM gone ORDER BY "
                + sort() + ") TO STDOUT (FORMAT binary)";
        BinaryCopy.read(connection, sql, rows::take);
    }

    private String sort() {
        Column address = address();
        // IPv6 a century later: one key is sorted in less time than two, of which the first has two values.
        String minute = "date_trunc('minute', " + Sql.identifier(table.time().name()) + ")"
                + (address == null
                        ? ""
                        : " + CASE family(" + Sql.identifier(address.name())
                                + ") WHEN 6 THEN interval '876000 hours' ELSE interval '0' END");
        Stream<String> alike =
                Stream.concat(Stream.of(table.exporter()), alike()).map(column -> Sql.identifier(column.name()));
        return Stream.concat(Stream.of(minute), alike).collect(Collectors.joining(", "));
    }

    /** Columns by which rows lie beside others like them. */
    private Stream<Column> alike() {
        return SORT_ELEMENTS.stream()
                .flatMap(element -> table.layout().columns().stream()
                        .filter(column -> column.sources().stream()
                                .anyMatch(source -> source.enterpriseNumber() == 0 && source.elementId() == element))
                        .limit(1));
    }

    private String copyIn(long hour, List<BlockColumn> columns) {
        return "COPY " + packed.blocks(hour) + " ("
                + Stream.concat(
                                BlockWriter.HEAD.stream(),
                                columns.stream()
                                        .flatMap(column ->
                                                column.forms().stream().map(column::name)))
                        .collect(Collectors.joining(", "))
                + ") FROM STDIN (FORMAT binary)";
    }
}
