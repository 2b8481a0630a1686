package io.flowledger.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.store.rollup.RollupWorker;
import io.flowledger.wire.fault.DecodeFault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and labels of all metrics: {@code flowledger_<noun>_<unit>_total}, labels only from closed sets. */
class MetricTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** What is counted or measured. */
    private static final Set<String> UNITS = Set.of(
            "attempts",
            "batches",
            "buckets",
            "clients",
            "datagrams",
            "events",
            "failures",
            "octets",
            "packets",
            "reads",
            "records",
            "reports",
            "requests",
            "rows",
            "seconds",
            "sets",
            "statements",
            "times",
            "units",
            "values");

    /** Gauges that are 1 while something is so. */
    private static final Set<String> STATES =
            Set.of("flowledger_landing_stopped", "flowledger_retention_full", "flowledger_database_up");

    /** Each label with all values that it can have. */
    private static final Map<String, Set<String>> LABELS = Map.of(
            "status",
            Set.of("1xx", "2xx", "3xx", "4xx", "5xx"),
            "reason",
            Stream.concat(
                            Stream.of("age", "budget", "space", "disk"),
                            Arrays.stream(DecodeFault.values())
                                    .map(fault -> fault.name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.toSet()));

    private static final String TOTAL = "_total";
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge)");
    private static final Pattern SAMPLE = Pattern.compile("[a-z_]+(?:\\{([a-z_]+)=\"([^\"]*)\"})? -?[0-9.E+-]+");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private static void check(String name, boolean counter) {
        assertThat(name).matches("flowledger_[a-z]+(_[a-z]+)*");
        assertThat(name.endsWith(TOTAL)).as(name).isEqualTo(counter);
        String bare = counter ? name.substring(0, name.length() - TOTAL.length()) : name;
        if (!STATES.contains(bare)) {
            assertThat(UNITS).as(name).contains(bare.substring(bare.lastIndexOf('_') + 1));
        }
    }

    @Test
    void namesAreOfOneForm() {
        Set<String> seen = new HashSet<>();
        for (Metric metric : Metric.collector()) {
            check(metric.name(), metric.kind() == Metric.Kind.COUNTER);
            assertThat(seen.add(metric.name())).as(metric.name()).isTrue();
            assertThat(metric.help()).as(metric.name()).endsWith(".");
        }
        assertThat(seen).hasSizeGreaterThan(40);
    }

    @Test
    void aRunningCollectorTellsOfItsRoomAndItsSumsAndLabelsAreFromClosedSets() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                ChildProcess run = ChildProcess.flowledger(
                        Map.of(
                                "FLOWLEDGER_DATABASE",
                                database.databaseUrl(),
                                "FLOWLEDGER_DATA_DIR",
                                directory.toString(),
                                "FLOWLEDGER_DATABASE_SIZE",
                                "100GiB"),
                        "run",
                        "--listen",
                        "udp://127.0.0.1:0",
                        "--web",
                        "http://127.0.0.1:0")) {
            URI metrics = URI.create(run.awaitOut("Console: +(\\S+)").group(1) + "/metrics");
            run.awaitOut("Ready\\.");
            Deadline.await(
                    "what the workers saw",
                    PATIENCE,
                    () -> get(metrics).contains("flowledger_rollup_marked_buckets")
                            && get(metrics).contains("flowledger_database_size_octets"));
            List<String> told = get(metrics).lines().toList();
            assertThat(told)
                    .contains(
                            "flowledger_landing_stopped{reason=\"disk\"} 0",
                            "flowledger_landing_stopped{reason=\"budget\"} 0",
                            "flowledger_retention_full{reason=\"budget\"} 0",
                            "flowledger_retention_full{reason=\"space\"} 0",
                            "flowledger_rollup_marked_buckets 0",
                            "flowledger_rollup_oldest_mark_age_seconds 0",
                            "flowledger_database_limit_octets 107374182400");
            for (String line : told) {
                var type = TYPE.matcher(line);
                var sample = SAMPLE.matcher(line);
                if (type.matches()) {
                    check(type.group(1), type.group(2).equals("counter"));
                } else if (!line.startsWith("# HELP")) {
                    assertThat(sample.matches()).as(line).isTrue();
                    if (sample.group(1) != null) {
                        assertThat(LABELS).as(line).containsKey(sample.group(1));
                        assertThat(LABELS.get(sample.group(1))).as(line).contains(sample.group(2));
                    }
                }
            }
            assertThat(run.terminate()).isZero();
        }
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aProcessThatCollectsNothingTellsNothingOfTheCollector() {
        CollectorState state = new CollectorState(NOON, directory, 1 << 20);

        assertThat(Metric.collector())
                .allSatisfy(metric -> assertThat(metric.samples().apply(state)).isEmpty());
    }

    @Test
    void theAgeOfTheOldestMarkIsCountedFromWhenItWasMade() {
        assertThat(StorageMetrics.age(null, NOON)).isEmpty();
        assertThat(StorageMetrics.age(new RollupWorker.Marked(0, null), NOON)).containsExactly(Sample.of(0));
        assertThat(StorageMetrics.age(new RollupWorker.Marked(3, NOON.minusSeconds(75)), NOON))
                .containsExactly(Sample.of(75));
        assertThat(StorageMetrics.age(new RollupWorker.Marked(3, NOON.plusSeconds(5)), NOON))
                .containsExactly(Sample.of(0));
    }
}
