package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Group;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions over the rows of a data directory, each several times, and the last hour's beside nfdump. */
public final class QueryRun implements AutoCloseable {
    static final String DATABASE = "flowledger";
    private static final int MONTH_DAYS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

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
            @Nullable Comparison comparison,
            @Nullable Beside rebuilt,
            List<QueryRows.Imported> imports) {

        /** The slowest median of the answers over thirty days, in seconds. */
        double slowestOfMonthSeconds() {
            return answers.stream()
                            .filter(answer -> answer.span() == QueryQuestions.Span.MONTH)
                            .mapToDouble(answer -> median(answer.millis()))
                            .max()
                            .orElse(0)
                    / 1e3;
        }
    }

    /**
     * The same question to the program and to nfdump.
     *
     * @param agreeing how many groups of ours nfdump has with the same octets
     * @param groups that we have
     */
    public record Comparison(Beside rows, Beside nfdump, Beside usual, int agreeing, int groups) {
        /** Whether the same was asked of the same flows. */
        boolean isOfTheSame() {
            return rows.flows() == nfdump.flows() && agreeing == groups;
        }

        /** Seconds of the program over rows beside those of nfdump. */
        double rowsRatio() {
            return median(rows.seconds()) / median(nfdump.seconds());
        }

        /** The same for the answer as it usually is. */
        double usualRatio() {
            return median(usual.seconds()) / median(nfdump.seconds());
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /**
     * A question with how long its answers took.
     *
     * @param source what the answers were read from and whether they are exact
     * @param firstMillis of the first
     * @param millis of the others
     */
    public record Answered(
            String question, QueryQuestions.Span span, String source, double firstMillis, List<Double> millis) {}

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

    public QueryRun(Path dataDirectory, Path java, Consumer<String> progress) {
        this.dataDirectory = dataDirectory.toAbsolutePath();
        this.java = java;
        this.progress = progress;
    }

    /** Makes the rows: an hour a day, the last one the hour that is complete now. */
    public void make(int days, long flows, @Nullable Path keptCapture)
            throws IOException, SQLException, InterruptedException {
        new QueryRows(dataDirectory, java, progress).make(open(), days, flows, keptCapture);
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
        Window month = new Window(end.minus(MONTH_DAYS, ChronoUnit.DAYS), end);
        boolean drops = dropCaches && Files.isWritable(DROP_CACHES);
        List<Answered> answers = new ArrayList<>();
        for (QueryQuestions.Question question : QueryQuestions.of(hour, month)) {
            progress.accept(question.text());
            if (question.span() == QueryQuestions.Span.UNSUMMED) {
                try (UnsummedMinutes marks = new UnsummedMinutes(open(), DATABASE, QueryQuestions.quarter(hour))) {
                    answers.add(answered(question, rounds, drops));
                }
            } else {
                answers.add(answered(question, rounds, drops));
            }
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
                capture == null ? null : beside(capture, hour, lastHourRows, rounds),
                rebuild ? rebuilt(hour, lastHourRows) : null,
                QueryRows.imports(dataDirectory));
    }

    private long rows(Window window) throws IOException, SQLException {
        return open().number(
                        DATABASE,
                        "SELECT coalesce(sum(rows), 0)::bigint FROM flowledger.ledger WHERE minute >= '" + window.from()
                                + "' AND minute < '" + window.to() + "'");
    }

    private Answered answered(QueryQuestions.Question question, int rounds, boolean drops)
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
            return new Answered(question.text(), question.span(), source, first, millis);
        }
    }

    /** The same question to nfdump and to the program, each a process of its own, in turn. */
    private @Nullable Comparison beside(Path capture, Window hour, long rows, int rounds)
            throws IOException, SQLException, FilterException, InterruptedException {
        if (!Peer.isInstalled(PeerRun.NFDUMP) || !Peer.isInstalled(PeerRun.NFCAPD)) {
            return null;
        }
        Path files = Files.createTempDirectory("flowledger-bench");
        try {
            progress.accept("the last hour to nfcapd");
            long filed = new CaptureReplay(capture).toNfcapd(files);
            Beside ours = new Beside("flowledger top --by src_addr --trust rows", rows);
            Beside usual = new Beside("flowledger top --by src_addr", rows);
            Beside theirs = new Beside("nfdump -s srcip/bytes -n 10", filed);
            List<Group> groups = top(hour);
            int agreeing = NfdumpTop.agreeing(files, groups);
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
                run(theirs, NfdumpTop.command(files));
                run(usual, program(top, "usual"));
            }
            return new Comparison(ours, theirs, usual, agreeing, groups.size());
        } finally {
            ScratchDirectory.delete(files);
        }
    }

    private List<Group> top(Window hour) throws IOException, SQLException, FilterException {
        try (Connection connection = open().connect(DATABASE)) {
            FlowQueries queries = new FlowQueries(connection, Schema.existing(connection, FlowsLayout.FLOWS), PATIENCE);
            return QueryQuestions.top(queries, hour, "src_addr", "", Trust.ROWS).rows();
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
