package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.generate.FileDepartures;
import io.flowledger.generate.Generator;
import io.flowledger.generate.GeneratorSettings;
import io.flowledger.generate.PcapSink;
import io.flowledger.generate.Rate;
import io.flowledger.generate.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code import} of a generated capture beside the server's own COPY of the rows that it made, in turn: A B A B.
 *
 * <p>Ours does more: it reads the capture, writes and reads the journal, decodes, keeps the books, and commits every batch.
 */
final class ImportRun {
    private static final Pattern RATE = Pattern.compile("Imported in [\\d.]+ s, ([\\d,]+) rows/s");
    /** The small import has one flow in so many of the large one. */
    private static final int SMALL_PART = 5;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Fewer than any data set has when nothing limits them, so that captures are not longer than they should be. */
    private static final int RECORDS_PER_DATAGRAM = 20;

    /** Datagrams in a second of the capture's time; all of it is received within an hour. */
    private static final double CAPTURE_RATE = 10_000;

    static final Instant CAPTURE_START = Instant.parse("2026-01-01T00:00:00Z");

    private final BenchServer server;
    private final Path directory;
    private final Path java;
    private final List<String> options;

    /** What was measured of a data set in a layout. */
    record Result(
            Dataset dataset,
            String layout,
            List<Measured> ours,
            List<Measured> small,
            List<Measured> bare,
            List<Measured> limit,
            double octetsOfRow) {

        /** Our processor time for a million flows without what a start costs: from the small import to the large one. */
        double ourSlope() {
            return Measured.slope(small, ours);
        }
    }

    /** @param directory for captures and journals, which the server may write to as well */
    ImportRun(BenchServer server, Path directory, Path java) {
        this(server, directory, java, List.of());
    }

    private ImportRun(BenchServer server, Path directory, Path java, List<String> options) {
        this.server = server;
        this.directory = directory;
        this.java = java;
        this.options = options;
    }

    /** The same with an option more of the program's JVM. */
    ImportRun withOption(String option) {
        return new ImportRun(server, directory, java, List.of(option));
    }

    Result run(Dataset dataset, String layout, long flows, int rounds)
            throws IOException, SQLException, InterruptedException {
        Path capture = directory.resolve(dataset.name() + ".pcap");
        Path smallCapture = directory.resolve(dataset.name() + "-small.pcap");
        long records = write(dataset.settings(), capture, flows, CAPTURE_RATE);
        write(dataset.settings(), smallCapture, flows / SMALL_PART, CAPTURE_RATE);
        List<Measured> small = new ArrayList<>();
        List<Measured> ours = new ArrayList<>();
        List<Measured> bare = new ArrayList<>();
        List<Measured> limit = new ArrayList<>();
        double octetsOfRow = 0;
        try {
            for (int round = 0; round < rounds; round++) {
                server.createDatabase("bench");
                small.add(imported(layout, smallCapture));
                server.createDatabase("bench");
                Measured measured = imported(layout, capture);
                if (measured.rows() != records) {
                    throw new IOException(
                            measured.rows() + " rows of " + records + " records: nothing is measured by that");
                }
                ours.add(measured);
                String table = layout.equals("flows") ? "flowledger.flows" : "public.netflow_flows2";
                octetsOfRow = (double) server.number(
                                "bench",
                                "SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('" + table + "')")
                        / records;
                try (ServerCopy copy = new ServerCopy(server, "bench", table, directory)) {
                    limit.add(copy.run());
                }
                server.createDatabase("bench");
                bare.add(bare(layout, capture));
            }
        } finally {
            server.dropDatabase("bench");
            Files.deleteIfExists(capture);
            Files.deleteIfExists(smallCapture);
        }
        return new Result(dataset, layout, ours, small, bare, limit, octetsOfRow);
    }

    /** One import of generated flows into layout {@code flows}. */
    Measured once(GeneratorSettings settings, long flows) throws IOException, SQLException, InterruptedException {
        try {
            server.createDatabase("bench");
            return once(settings, "flows", flows, CAPTURE_RATE);
        } finally {
            server.dropDatabase("bench");
        }
    }

    /** One import of flows received over at most {@code seconds}, into a database that the caller makes and drops. */
    Measured spread(Dataset dataset, String layout, long flows, int seconds)
            throws IOException, SQLException, InterruptedException {
        return once(dataset.settings(), layout, flows, spreadRate(flows, seconds));
    }

    /** Writes a capture of flows received over at most {@code seconds}; returns how many they are. */
    static long write(Dataset dataset, Path capture, long flows, int seconds) throws IOException {
        return write(dataset.settings(), capture, flows, spreadRate(flows, seconds));
    }

    private static double spreadRate(long flows, int seconds) {
        return (double) flows / RECORDS_PER_DATAGRAM / seconds;
    }

    private Measured once(GeneratorSettings settings, String layout, long flows, double rate)
            throws IOException, SQLException, InterruptedException {
        Path capture = directory.resolve("once.pcap");
        try {
            write(settings, capture, flows, rate);
            return imported(layout, capture);
        } finally {
            Files.deleteIfExists(capture);
        }
    }

    /** The layout with a name. */
    static Layout layout(String name) {
        return name.equals("flows") ? FlowsLayout.FLOWS : GrafoleanLayout.GRAFOLEAN;
    }

    private static long write(GeneratorSettings settings, Path capture, long flows, double rate) throws IOException {
        FileDepartures departures = new FileDepartures(
                CAPTURE_START.getEpochSecond() * NANOS_PER_SECOND, Long.MAX_VALUE, new Rate(rate, false), 1);
        Generator generator = new Generator(settings, departures);
        try (PcapSink sink = PcapSink.create(capture, 2055)) {
            generator.run(sink, flows, Long.MAX_VALUE, () -> false);
        }
        return generator.tallies().stream().mapToLong(Tally::records).sum();
    }

    private Measured imported(String layout, Path capture) throws IOException, SQLException, InterruptedException {
        Path data = Files.createTempDirectory(directory, "data");
        try {
            return measured(
                    layout,
                    () -> ChildProcess.start(
                            java,
                            options,
                            ChildProcess.MAIN,
                            List.of(
                                    "import",
                                    "--data-dir",
                                    data.toString(),
                                    "--database",
                                    server.url("bench"),
                                    "--layout",
                                    layout,
                                    capture.toString())));
        } finally {
            ScratchDirectory.delete(data);
        }
    }

    private Measured bare(String layout, Path capture) throws IOException, SQLException, InterruptedException {
        List<String> arguments = new ArrayList<>(server.login("bench"));
        arguments.add(layout);
        arguments.add(capture.toString());
        return measured(layout, () -> ChildProcess.start(java, BareImport.class.getName(), arguments));
    }

    /** Starts a process that is measured. */
    @FunctionalInterface
    private interface Start {
        ChildProcess process() throws IOException;
    }

    private Measured measured(String layout, Start start) throws IOException, SQLException, InterruptedException {
        server.checkpoint();
        double ourCpu = CpuClock.endedChildren();
        double serverCpu = server.cpuSeconds();
        long begun = System.nanoTime();
        ChildProcess.Ended ended;
        try (ChildProcess program = start.process()) {
            ended = program.await();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double ourUsed = CpuClock.endedChildren() - ourCpu;
        double serverUsed = server.cpuSeconds() - serverCpu;
        String table = layout.equals("flows") ? "flowledger.flows" : "public.netflow_flows2";
        long rows = server.number("bench", "SELECT count(*) FROM " + table);
        return new Measured(rows, rate(ended.out()), seconds, ourUsed, serverUsed, ended.peakOctets());
    }

    /** Rows in a second, as the program tells at the end of an import. */
    static double rate(String said) throws IOException {
        Matcher matcher = RATE.matcher(said);
        if (!matcher.find()) {
            throw new IOException("the import told no rate:\n" + said);
        }
        return Double.parseDouble(matcher.group(1).replace(",", ""));
    }
}
