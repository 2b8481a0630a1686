package io.flowledger.bench.whole;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Group;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An hour of flows as rows and as the blocks that they become: octets a flow, what packing takes, and a top 10 of source
 * addresses over each in turn, A B A B, by the program's own questions.
 */
final class BlockRun {
    private static final String ROWS = "bench";
    private static final String BLOCKS = "bench_blocks";

    /** The capture's flows are spread over so much of an hour, as those of a real hour are. */
    private static final int CAPTURE_SECONDS = 3_000;

    private final BenchServer server;
    private final ImportRun imports;
    private final Path java;

    /** One data set in one layout. */
    record Result(
            Dataset dataset,
            String layout,
            Measured packing,
            double octetsOfRow,
            double octetsPacked,
            List<Double> rowSeconds,
            List<Double> blockSeconds) {

        double topRatio() {
            return median(blockSeconds) / median(rowSeconds);
        }
    }

    BlockRun(BenchServer server, Path directory, Path java) {
        this.server = server;
        this.imports = new ImportRun(server, directory, java);
        this.java = java;
    }

    Result run(Dataset dataset, String layout, long flows, int rounds)
            throws IOException, SQLException, InterruptedException {
        try {
            server.createDatabase(ROWS);
            long rows = imports.spread(dataset, layout, flows, CAPTURE_SECONDS).rows();
            settle(ROWS);
            server.dropDatabase(BLOCKS);
            server.copyDatabase(ROWS, BLOCKS);
            Measured packing = pack(layout, rows);
            settle(BLOCKS);
            List<Double> rowSeconds = new ArrayList<>();
            List<Double> blockSeconds = new ArrayList<>();
            try (Connection rowsOnly = server.connect(ROWS);
                    Connection packed = server.connect(BLOCKS)) {
                List<Group> expected = top(rowsOnly, layout, new ArrayList<>());
                if (!expected.equals(top(packed, layout, new ArrayList<>()))) {
                    throw new IOException("blocks answer another thing than rows: nothing is measured by that");
                }
                for (int round = 0; round < 2 * rounds + 1; round++) {
                    top(rowsOnly, layout, rowSeconds);
                    top(packed, layout, blockSeconds);
                }
            }
            return new Result(
                    dataset, layout, packing, octets(ROWS, rows), octets(BLOCKS, rows), rowSeconds, blockSeconds);
        } finally {
            server.dropDatabase(ROWS);
            server.dropDatabase(BLOCKS);
        }
    }

    private Measured pack(String layout, long rows) throws IOException, SQLException, InterruptedException {
        server.checkpoint();
        double ourCpu = CpuClock.endedChildren();
        double serverCpu = server.cpuSeconds();
        long begun = System.nanoTime();
        ChildProcess.Ended ended;
        try (ChildProcess program =
                ChildProcess.start(java, List.of("pack", "--database", server.url(BLOCKS), "--layout", layout))) {
            ended = program.await();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Measured(
                rows,
                rows / seconds,
                seconds,
                CpuClock.endedChildren() - ourCpu,
                server.cpuSeconds() - serverCpu,
                ended.peakOctets());
    }

    /** As autovacuum does some time after an hour ended. */
    private void settle(String database) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        server.checkpoint();
    }

    private static List<Group> top(Connection connection, String layout, List<Double> seconds) throws SQLException {
        FlowTable table = Schema.existing(connection, ImportRun.layout(layout));
        TopQuery query = new TopQuery(
                new Window(ImportRun.CAPTURE_START, ImportRun.CAPTURE_START.plus(Duration.ofHours(1))),
                Filter.everything(),
                Dimension.list("src_addr"),
                Measure.OCTETS,
                10);
        FlowQueries queries = new FlowQueries(connection, table, Duration.ZERO).trusting(Trust.ROWS);
        long begun = System.nanoTime();
        List<Group> groups = queries.top(query).rows();
        seconds.add((System.nanoTime() - begun) / 1e9);
        return groups;
    }

    /** Of both forms: what is not packed counts too. */
    private double octets(String database, long rows) throws SQLException {
        return (double) server.number(
                        database,
                        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
                                + " AND relname ~ '^(flows|netflow_flows2)(_|$)'")
                / rows;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    static String table(List<Result> results) {
        StringBuilder table = new StringBuilder(1024)
                .append("| flows | layout | octets a flow, rows | octets a flow, blocks | top 10, rows, s |"
                        + " top 10, blocks, s | blocks / rows | packed, k rows/s | our CPU s per M |"
                        + " PostgreSQL's CPU s per M |\n"
                        + "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Result result : results) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s (%,d) | %s | %.1f | **%.1f** | %.2f | %.2f | **%.2f** | %.0f | %.2f | %.2f |%n",
                    result.dataset.title(),
                    result.packing.rows(),
                    result.layout,
                    result.octetsOfRow,
                    result.octetsPacked,
                    median(result.rowSeconds),
                    median(result.blockSeconds),
                    result.topRatio(),
                    result.packing.rowsPerSecond() / 1e3,
                    result.packing.ourCpuPerMillion(),
                    result.packing.serverCpuPerMillion()));
        }
        return table.toString();
    }
}
