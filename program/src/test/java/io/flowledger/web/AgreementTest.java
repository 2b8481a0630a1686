package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.cli.Performance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is asked, the command line, the API and SQL that is written by hand give the same sums, to the octet. */
class AgreementTest {
    private static final int STEP = 300;
    private static final List<String> MEASURES = List.of("octets", "packets", "flows");

    @SuppressWarnings("NullAway.Init") // by fill()
    private static AgreementData data;

    @BeforeContainer
    static void fill() throws Exception {
        data = new AgreementData();
    }

    @AfterContainer
    static void close() throws Exception {
        data.close();
    }

    @Provide
    Arbitrary<AgreementQuestion> questions() {
        return AgreementQuestion.any();
    }

    private static long[] sums(JsonNode of) {
        return MEASURES.stream().mapToLong(measure -> of.path(measure).asLong()).toArray();
    }

    private static Map<String, long[]> truth(String sql) throws Exception {
        Map<String, long[]> sums = new TreeMap<>();
        data.rows(sql)
                .forEach((key, values) -> sums.put(
                        key,
                        Arrays.stream(values.split(" "))
                                .mapToLong(Long::parseLong)
                                .toArray()));
        return sums;
    }

    private static long[] sum(Iterable<long[]> all) {
        long[] sum = new long[3];
        for (long[] one : all) {
            for (int i = 0; i < 3; i++) {
                sum[i] += one[i];
            }
        }
        return sum;
    }

    private static long[] minus(long[] sums, long[] less) {
        long[] left = new long[3];
        for (int i = 0; i < 3; i++) {
            left[i] = sums[i] - less[i];
        }
        return left;
    }

    private static String key(JsonNode of, List<String> by) {
        return String.join("|", by.stream().map(key -> of.path(key).asText()).toList());
    }

    private static JsonNode asked(String path, AgreementQuestion question) throws Exception {
        JsonNode answer = data.web()
                .json("/api/v1/" + path + "&order=" + question.order() + "&limit=" + question.limit() + "&trust="
                        + question.trust() + "&" + question.parameters());
        assertThat(answer.has("source")).as(answer.toString()).isTrue();
        return answer;
    }

    @Property(tries = 80)
    void topAgrees(@ForAll("questions") AgreementQuestion any) throws Exception {
        AgreementQuestion question = any.by().isEmpty() ? any.withBy(List.of("protocol")) : any;
        JsonNode answer = asked("top?by=" + String.join(",", question.by()), question);
        Map<String, long[]> shown = new TreeMap<>();
        answer.path("rows").forEach(row -> shown.put(key(row.path("key"), question.by()), sums(row)));
        Map<String, long[]> truth = truth(question.groups());
        assertGroups(question, answer, shown, truth);

        Map<String, long[]> printed = new TreeMap<>();
        boolean exact = true;
        for (String line : perform(question, "top").out().lines().toList()) {
            ObjectNode row = (ObjectNode) Json.MAPPER.readTree(line);
            printed.put(key(row, question.by()), sums(row));
            exact &= row.path("exact").asBoolean();
        }
        assertThat(printed)
                .as("command line: " + question)
                .usingRecursiveComparison()
                .isEqualTo(shown);
        assertThat(exact).isEqualTo(shown.isEmpty() || answer.path("exact").asBoolean());
    }

    /** The data are such that answers come from rows and sums, from all keys and from the largest, with others and without. */
    @Example
    void answersComeFromEverywhere() throws Exception {
        assertThat(told("exporter", "usual", 10)).isEqualTo("hour true false");
        assertThat(told("src_addr", "usual", 10)).isEqualTo("rows true true");
        assertThat(told("src_addr", "sums", 10_000)).isEqualTo("hour false true");
    }

    /** What was read for a question about the last hour, whether the answer is exact, and whether there are others. */
    private static String told(String by, String trust, int limit) throws Exception {
        AgreementQuestion question = new AgreementQuestion(
                "any",
                "true",
                List.of(by),
                AgreementData.BEGIN.plusSeconds(7200),
                AgreementData.BEGIN.plusSeconds(AgreementData.SECONDS),
                "octets",
                limit,
                trust);
        JsonNode answer = asked("top?by=" + by, question);
        return answer.path("source").asText() + " " + answer.path("exact").asBoolean() + " "
                + (answer.at("/other/flows").asLong() > 0);
    }

    /** Exact answers are the largest groups and the rest of all; others never say more than there is. */
    private static void assertGroups(
            AgreementQuestion question, JsonNode answer, Map<String, long[]> shown, Map<String, long[]> truth)
            throws Exception {
        String what = question.toString();
        long[] total = truth(question.total()).getOrDefault("", new long[3]);
        if (answer.path("exact").asBoolean()) {
            int measure = MEASURES.indexOf(question.order());
            shown.forEach((key, sums) -> assertThat(sums).as(key + ": " + what).isEqualTo(truth.get(key)));
            assertThat(shown.values().stream().map(sums -> sums[measure]).sorted(Comparator.reverseOrder()))
                    .as(what)
                    .containsExactlyElementsOf(truth.values().stream()
                            .map(sums -> sums[measure])
                            .sorted(Comparator.reverseOrder())
                            .limit(question.limit())
                            .toList());
            long[] others = minus(sum(truth.values()), sum(shown.values()));
            assertThat(sums(answer.path("other"))).as("other: " + what).isEqualTo(others);
            assertThat(sums(answer.path("total"))).as("total: " + what).isEqualTo(total);
        } else {
            assertThat(question.trust()).as(what).isEqualTo("sums");
            for (JsonNode row : answer.path("rows")) {
                long octets = truth.getOrDefault(key(row.path("key"), question.by()), new long[3])[0];
                assertThat(row.path("octets").asLong()).as(what).isLessThanOrEqualTo(octets);
                assertThat(row.path("octetsAtMost").asLong(Long.MAX_VALUE))
                        .as(what)
                        .isGreaterThanOrEqualTo(octets);
            }
            assertThat(sums(answer.path("total"))[0]).as(what).isLessThanOrEqualTo(total[0]);
        }
    }

    private static Performance perform(AgreementQuestion question, String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--format", "json", "--trust", question.trust()));
        args.addAll(List.of("--by", String.join(",", question.by()), "--order", question.order()));
        args.addAll(List.of("--limit", Integer.toString(question.limit())));
        args.addAll(List.of(more));
        args.addAll(question.options());
        Performance performance = data.perform(args.toArray(new String[0]));
        assertThat(performance.status()).as(performance.err()).isZero();
        return performance;
    }

    @Property(tries = 60)
    void timeseriesAgree(@ForAll("questions") AgreementQuestion question) throws Exception {
        JsonNode answer = asked("timeseries?step=" + STEP + "&by=" + String.join(",", question.by()), question);
        Map<String, long[]> shown = new TreeMap<>();
        for (JsonNode series : answer.path("series")) {
            steps(answer, series, key(series.path("key"), question.by()), shown);
        }
        Map<String, long[]> other = new TreeMap<>();
        steps(answer, answer.path("other"), "other", other);
        Map<String, long[]> total = new TreeMap<>();
        steps(answer, answer.path("total"), "", total);
        if (answer.path("exact").asBoolean()) {
            Map<String, long[]> truth = question.by().isEmpty() ? Map.of() : truth(question.steps(question.by(), STEP));
            Set<String> keys = new HashSet<>();
            answer.path("series").forEach(series -> keys.add(key(series.path("key"), question.by())));
            Map<String, long[]> ofShown = new TreeMap<>();
            Map<String, long[]> ofOthers = new TreeMap<>();
            truth.forEach((key, sums) -> {
                String[] parts = key.split("@", 2);
                if (keys.contains(parts[0])) {
                    ofShown.put(key, sums);
                } else {
                    ofOthers.merge("other@" + parts[1], sums, (one, more) -> sum(List.of(one, more)));
                }
            });
            assertThat(shown).as(question.toString()).usingRecursiveComparison().isEqualTo(ofShown);
            assertThat(other)
                    .as("other: " + question)
                    .usingRecursiveComparison()
                    .isEqualTo(ofOthers);
            assertThat(total)
                    .as("total: " + question)
                    .usingRecursiveComparison()
                    .isEqualTo(truth(question.steps(List.of(), STEP)));
        }

        Map<String, long[]> printed = new TreeMap<>();
        for (String line : perform(question, "timeseries", "--step", STEP + "s")
                .out()
                .lines()
                .toList()) {
            ObjectNode row = (ObjectNode) Json.MAPPER.readTree(line);
            long step = Instant.parse(row.path("time").asText()).getEpochSecond();
            if (row.path("series").asText().equals("group") && row.path("flows").asLong() > 0) {
                printed.put(key(row, question.by()) + "@" + step, sums(row));
            }
        }
        assertThat(printed)
                .as("command line: " + question)
                .usingRecursiveComparison()
                .isEqualTo(shown);
    }

    /** The steps of a series in which there are flows. */
    private static void steps(JsonNode answer, JsonNode series, String key, Map<String, long[]> into) {
        for (int i = 0; i < answer.path("times").size(); i++) {
            long[] sums = new long[3];
            for (int j = 0; j < 3; j++) {
                sums[j] = series.path(MEASURES.get(j)).path(i).asLong();
            }
            if (sums[2] > 0) {
                into.put(key + "@" + answer.path("times").path(i).asLong(), sums);
            }
        }
    }

    @Property(tries = 30)
    void conversationsAgree(@ForAll("questions") AgreementQuestion any) throws Exception {
        AgreementQuestion question = any.withBy(List.of("src_addr", "dst_addr"));
        JsonNode answer = asked("conversations?ends=addr", question);
        Map<String, long[]> shown = new TreeMap<>();
        for (JsonNode pair : answer.path("pairs")) {
            shown.put(pair.path("src").asText() + "|" + pair.path("dst").asText(), sums(pair));
        }
        assertGroups(question, answer, shown, truth(question.groups()));
    }

    @Property(tries = 20)
    void flowsAgreePageByPageAndInTheOrderOfTheirSize(@ForAll("questions") AgreementQuestion question)
            throws Exception {
        List<String> paged = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = data.web().json("/api/v1/flows?limit=900&after=" + after + "&" + question.parameters());
            page.path("rows").forEach(row -> paged.add(flow(row)));
            after = page.path("next").isNull() ? "" : page.path("next").asText();
        } while (!after.isEmpty());
        List<String> truth = new ArrayList<>();
        data.rows(
                        "SELECT row_number() OVER (), coalesce(host(src_addr), 'null'), host(dst_addr), coalesce(octets::text,"
                                + " 'null'), packets, coalesce(sampling_rate::text, 'null') FROM flowledger.flows"
                                + question.where())
                .forEach((number, row) -> truth.add(row));
        assertThat(paged).as(question.toString()).containsExactlyInAnyOrderElementsOf(truth);

        List<Long> largest = new ArrayList<>();
        data.web()
                .json("/api/v1/flows?limit=20&order=octets&" + question.parameters())
                .path("rows")
                .forEach(row -> largest.add(row.path("octets").asLong()
                        * Math.max(1, row.path("sampling_rate").asLong(1))));
        assertThat(largest)
                .as(question.toString())
                .containsExactlyElementsOf(truth.stream()
                        .map(row -> row.split(" "))
                        .map(row -> number(row[2]) * Math.max(1, number(row[4])))
                        .sorted(Comparator.reverseOrder())
                        .limit(20)
                        .toList());
    }

    private static long number(String text) {
        return text.equals("null") ? 0 : Long.parseLong(text);
    }

    private static String flow(JsonNode row) {
        return String.join(
                " ",
                Stream.of("src_addr", "dst_addr", "octets", "packets", "sampling_rate")
                        .map(column -> row.path(column).asText())
                        .toList());
    }
}
