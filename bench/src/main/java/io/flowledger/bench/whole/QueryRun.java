package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Dimension;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.FlowsQuery;
import io.flowledger.store.query.Measure;
import io.flowledger.store.query.TimeseriesAnswer;
import io.flowledger.store.query.TimeseriesQuery;
import io.flowledger.store.query.TopAnswer;
import io.flowledger.store.query.TopQuery;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.store.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions over the rows of a data directory, each several times, and the last hour's beside nfdump. */
public final class QueryRun implements AutoCloseable {
    private static final String DATABASE = "flowledger";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final double FLOWS_OF_A_DAY_SECONDS = 3600;
    private static final int DAYS = 30;

    private final Path dataDirectory;
    private final Path java;
    private final Consumer<String> progress;
    private @Nullable BenchServer server;

    /** What was measured. */
    public record Results(
            String version,
            long rows,
            long lastHourRows,
            Window lastHour,
            long marks,
            boolean dropsCaches,
            List<Answered> answers,
            List<Beside> beside,
            @Nullable Beside rebuilt) {}

    /**
     * A question with how long its answers took.
     *
     * @param source what the answers were read from and whether they are exact
     * @param firstMillis of the first
     * @param millis of the others
     */
    public record Answered(String question, String source, double firstMillis, List<Double> millis) {}

    /**
     * A command with how long it took.
     *
     * @param flows that it looked through
     * @param seconds of each run
     * @param cpuSeconds of each run, PostgreSQL's included
     */
    public record Beside(String command, long flows, List<Double> seconds, List<Double> cpuSeconds) {
        Beside(String command, long flows) {
            this(command, flows, new ArrayList<>(), new ArrayList<>());
        }
    }

    private interface Asking {
        String ask(FlowQueries queries) throws SQLException, FilterException;
    }

    private record Question(String text, Asking asking) {}

    public QueryRun(Path dataDirectory, Path java, Consumer<String> progress) {
        this.dataDirectory = dataDirectory.toAbsolutePath();
        this.java = java;
        this.progress = progress;
    }

    /** Makes the rows: an hour a day, the last one the hour that is complete now. */
    public void make(int days, long flows, @Nullable Path keptCapture) throws IOException, InterruptedException {
        Instant last = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        Path capture = Files.createTempFile("flowledger-bench", ".pcap");
        try {
            for (int day = days - 1; day >= 0; day--) {
                Instant start = last.minus(day, ChronoUnit.DAYS);
                progress.accept("rows of " + start);
                program(List.of(
                        "generate",
                        "--protocol",
                        "v5,v9,ipfix",
                        "--flows",
                        Long.toString(flows),
                        "--flow-rate",
                        String.format(Locale.ROOT, "%.1f", flows / FLOWS_OF_A_DAY_SECONDS),
                        "--seed",
                        Integer.toString(100 + day),
                        "--start",
                        start.toString(),
                        "--write",
                        capture.toString()));
                program(List.of(
                        "import",
                        "--data-dir",
                        dataDirectory.toString(),
                        "--fsync",
                        "none",
                        "--keep-raw",
                        "1m",
                        capture.toString()));
            }
            if (keptCapture != null) {
                Files.move(capture, keptCapture);
            }
        } finally {
            Files.deleteIfExists(capture);
        }
        progress.accept("sums");
        program(List.of("rollup", "--data-dir", dataDirectory.toString()));
    }

    private void program(List<String> arguments) throws IOException, InterruptedException {
        try (ChildProcess process = ChildProcess.start(java, arguments)) {
            process.await();
        }
    }

    /**
     * Measures. The last hour is the newest that has half of the rows of the fullest one, as the end of an import may lie in the next.
     *
     * @param rounds of each question
     * @param capture of the last hour, for nfcapd; null for nothing beside
     * @param dropCaches whether the first of each question finds nothing in memory
     * @param rebuild whether the last hour is summed once more
     */
    public Results measure(int rounds, @Nullable Path capture, boolean dropCaches, boolean rebuild)
            throws IOException, SQLException, FilterException, InterruptedException {
        BenchServer up = open();
        Instant end = Instant.ofEpochSecond(up.number(
                DATABASE,
                "WITH h AS (SELECT date_trunc('hour', minute, 'UTC') AS hour, sum(rows) AS rows FROM flowledger.ledger"
                        + " GROUP BY 1) SELECT extract(epoch FROM max(hour) + interval '1 h')::bigint FROM h WHERE 2 * rows >="
                        + " (SELECT max(rows) FROM h)"));
        Window hour = new Window(end.minus(1, ChronoUnit.HOURS), end);
        Window month = new Window(end.minus(DAYS, ChronoUnit.DAYS), end);
        boolean drops = dropCaches && Files.isWritable(DROP_CACHES);
        List<Answered> answers = new ArrayList<>();
        for (Question question : questions(hour, month)) {
            progress.accept(question.text());
            answers.add(answered(question, rounds, drops));
        }
        long lastHourRows = rows(hour);
        return new Results(
                open().version(),
                rows(month),
                lastHourRows,
                hour,
                open().number(
                                DATABASE,
                                "SELECT count(*) FROM (SELECT DISTINCT level, bucket FROM flowledger.rollup_mark) m"),
                drops,
                answers,
                capture == null ? List.of() : beside(capture, hour, lastHourRows, rounds),
                rebuild ? rebuilt(hour, lastHourRows) : null);
    }

    private long rows(Window window) throws IOException, SQLException {
        return open().number(
                        DATABASE,
                        "SELECT coalesce(sum(rows), 0)::bigint FROM flowledger.ledger WHERE minute >= '" + window.from()
                                + "' AND minute < '" + window.to() + "'");
    }

    private static List<Question> questions(Window hour, Window month) {
        List<Question> questions = new ArrayList<>();
        questions.add(top("last hour", hour, "src_addr", "", Trust.ROWS));
        questions.add(top("last hour", hour, "src_addr", "", Trust.USUAL));
        questions.add(top("last hour", hour, "src_addr,dst_port", "proto tcp and dst port 443", Trust.USUAL));
        questions.add(series("last hour", hour, "protocol", Duration.ofMinutes(1)));
        questions.add(new Question("last hour: newest 100 flows of proto tcp and dst port 443", queries -> {
            Filter filter = Filter.parse("proto tcp and dst port 443");
            return queries.flows(new FlowsQuery(hour, filter, 100, null)).rows().size() + " rows";
        }));
        for (String by : List.of(
                "src_addr", "dst_addr", "conversation", "src_net", "dst_port", "application", "in_if", "protocol")) {
            questions.add(top("30 days", month, by, "", Trust.USUAL));
        }
        questions.add(series("30 days", month, "", Duration.ofHours(1)));
        questions.add(series("30 days", month, "protocol", Duration.ofHours(6)));
        questions.add(series("30 days", month, "src_addr", Duration.ofDays(1)));
        return questions;
    }

    private static Question top(String when, Window window, String by, String filter, Trust trust) {
        return new Question(
                when + ": top 10 by " + by + (filter.isEmpty() ? "" : " of " + filter)
                        + (trust == Trust.ROWS ? ", --trust rows" : ""),
                queries -> {
                    TopAnswer answer = queries.trusting(trust)
                            .top(new TopQuery(window, Filter.parse(filter), Dimension.list(by), Measure.OCTETS, 10));
                    return source(answer.source().name(), answer.accuracy().isExact());
                });
    }

    private static Question series(String when, Window window, String by, Duration step) {
        return new Question(
                when + ": time series" + (by.isEmpty() ? "" : " of the 10 largest " + by) + ", " + step.toMinutes()
                        + " minutes a step",
                queries -> {
                    TimeseriesAnswer answer = queries.timeseries(new TimeseriesQuery(
                            window, Filter.everything(), Dimension.list(by), Measure.OCTETS, 10, step));
                    return source(answer.source().name(), answer.accuracy().isExact());
                });
    }

    private static String source(String name, boolean isExact) {
        return name.toLowerCase(Locale.ROOT) + (isExact ? ", exact" : ", largest keys");
    }

    private Answered answered(Question question, int rounds, boolean drops)
            throws IOException, SQLException, FilterException {
        if (drops) {
            close();
            Files.writeString(DROP_CACHES, "3");
        }
        try (Connection connection = open().connect(DATABASE)) {
            FlowQueries queries = new FlowQueries(connection, Schema.existing(connection, FlowsLayout.FLOWS), PATIENCE);
            String source = "";
            double first = 0;
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i <= rounds; i++) {
                long begun = System.nanoTime();
                source = question.asking().ask(queries);
                double took = (System.nanoTime() - begun) / 1e6;
                if (i == 0) {
                    first = took;
                } else {
                    millis.add(took);
                }
            }
            return new Answered(question.text(), source, first, millis);
        }
    }

    /** The same question to nfdump and to the program, each a process of its own, in turn. */
    private List<Beside> beside(Path capture, Window hour, long rows, int rounds)
            throws IOException, SQLException, InterruptedException {
        if (!Peer.isInstalled(PeerRun.NFDUMP) || !Peer.isInstalled(PeerRun.NFCAPD)) {
            return List.of();
        }
        Path files = Files.createTempDirectory("flowledger-bench");
        try {
            progress.accept("the last hour to nfcapd");
            long filed = new CaptureReplay(capture).toNfcapd(files);
            Beside ours = new Beside("flowledger top --by src_addr --trust rows", rows);
            Beside usual = new Beside("flowledger top --by src_addr", rows);
            Beside theirs = new Beside("nfdump -s srcip/bytes -n 10", filed);
            List<String> top = List.of(
                    "top",
                    "--data-dir",
                    dataDirectory.toString(),
                    "--by",
                    "src_addr",
                    "--from",
                    hour.from().toString(),
                    "--to",
                    hour.to().toString(),
                    "--trust");
            for (int i = 0; i < rounds; i++) {
                progress.accept("beside nfdump, round " + (i + 1));
                run(ours, program(top, "rows"));
                run(theirs, List.of(PeerRun.NFDUMP, "-R", files.toString(), "-s", "srcip/bytes", "-n", "10"));
                run(usual, program(top, "usual"));
            }
            return List.of(ours, theirs, usual);
        } finally {
            ScratchDirectory.delete(files);
        }
    }

    private List<String> program(List<String> arguments, String last) {
        List<String> all = new ArrayList<>(arguments);
        all.add(last);
        return ChildProcess.command(java, all);
    }

    private Beside rebuilt(Window hour, long rows) throws IOException, InterruptedException {
        progress.accept("the last hour summed once more");
        Beside rebuilt = new Beside("flowledger rollup --rebuild", rows);
        List<String> arguments = List.of(
                "rollup",
                "--data-dir",
                dataDirectory.toString(),
                "--rebuild",
                "--from",
                hour.from().toString(),
                "--to");
        run(rebuilt, program(arguments, hour.to().toString()));
        return rebuilt;
    }

    private void run(Beside beside, List<String> command) throws IOException, InterruptedException {
        double before = CpuClock.endedChildren() + open().cpuSeconds();
        Path out = Files.createTempFile("flowledger-bench", ".out");
        try {
            long begun = System.nanoTime();
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start()
                    .waitFor();
            beside.seconds().add((System.nanoTime() - begun) / 1e9);
            if (status != 0) {
                throw new IOException(
                        String.join(" ", command) + " ended with " + status + ":\n" + Files.readString(out));
            }
        } finally {
            Files.deleteIfExists(out);
        }
        beside.cpuSeconds().add(CpuClock.endedChildren() + open().cpuSeconds() - before);
    }

    private BenchServer open() throws IOException {
        BenchServer up = server;
        if (up == null) {
            up = BenchServer.open(dataDirectory);
            server = up;
        }
        return up;
    }

    @Override
    public void close() throws IOException {
        BenchServer up = server;
        server = null;
        if (up != null) {
            up.close();
        }
    }
}
