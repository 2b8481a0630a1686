package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What page Explore shows is what the rows say. */
@ExtendWith(ConsoleExtension.class)
class ExplorePageTest {
    private static final int STEP = 10;
    private static final int MOST = 7;

    /** What is measured. */
    private enum Unit {
        BPS("bps", 8),
        PPS("pps", 1),
        FPS("fps", 1);

        final String key;
        final double factor;

        Unit(String key, double factor) {
            this.key = key;
            this.factor = factor;
        }

        double[] of(Truth.Steps steps) {
            return switch (this) {
                case BPS -> steps.octets();
                case PPS -> steps.packets();
                case FPS -> steps.flows();
            };
        }

        String volume(double total) {
            return switch (this) {
                case BPS -> Figures.si(total, "B");
                case PPS -> Figures.si(total, "pkt");
                case FPS -> Figures.whole(total);
            };
        }

        /** Latest, average, 95th, largest, total and share, as they are written. */
        List<String> cells(double[] steps, double all) {
            double[] rates = Figures.perSecond(steps, factor, STEP);
            double total = Truth.sum(steps);
            return List.of(
                    Figures.si(rates[rates.length - 1], ""),
                    Figures.si(total * factor / STEP / steps.length, ""),
                    Figures.si(Figures.p95(rates), ""),
                    Figures.si(Figures.most(rates), ""),
                    volume(total),
                    Figures.percent(total / all));
        }
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void everyNumberIsThatOfTheRows(Question question, Console console) throws Exception {
        assertTable(console, question, "service", Truth.SERVICE, Unit.BPS);
    }

    @Test
    void packetsOfTwoDimensionsTogether(Console console) throws Exception {
        assertTable(
                console,
                Question.PROTOCOL,
                "src_as,protocol",
                "coalesce('AS' || src_as, 'not stated') || ' udp'",
                Unit.PPS);
    }

    @Test
    void flowsByExporter(Console console) throws Exception {
        assertTable(console, Question.ALL, "exporter", "host(exporter)", Unit.FPS);
    }

    @Test
    void whatExportersDidNotStateIsAGroupToo(Console console) throws Exception {
        assertTable(console, Question.ALL, "vlan", "coalesce(vlan::text, 'not stated')", Unit.BPS);
    }

    private static void assertTable(Console console, Question question, String by, String key, Unit unit)
            throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/explore?range=" + console.range() + "&by=" + by + "&u=" + unit.key + question.parameter());
            Map<String, Truth.Steps> groups = truth.steps(key, question, STEP);
            if (groups.isEmpty()) {
                assertThat(view.text(".chart")).isEqualTo("Nothing matches the filter in this time range.");
                assertThat(view.at("table.ex tbody tr").count()).isZero();
                return;
            }
            double[] all = unit.of(truth.steps("'all'", question, STEP).getOrDefault("all", new Truth.Steps(0)));
            double total = Truth.sum(all);
            List<Map.Entry<String, Truth.Steps>> ranked = new ArrayList<>(groups.entrySet());
            ranked.sort(Comparator.comparingDouble(
                            (Map.Entry<String, Truth.Steps> group) -> Truth.sum(unit.of(group.getValue())))
                    .reversed());
            List<List<String>> expected = new ArrayList<>();
            double[] left = all.clone();
            for (Map.Entry<String, Truth.Steps> group : ranked.subList(0, Math.min(MOST, ranked.size()))) {
                double[] steps = unit.of(group.getValue());
                expected.add(unit.cells(steps, total));
                for (int i = 0; i < left.length; i++) {
                    left[i] -= steps[i];
                }
            }
            if (ranked.size() > MOST) {
                expected.add(unit.cells(left, total));
            }
            assertThat(view.table("table.ex tbody tr", "td.num, td.sharec"))
                    .as(question.filter())
                    .containsExactlyElementsOf(expected);
            assertThat(view.at("table.ex tbody tr").first().innerText().replaceAll("\\s+", " "))
                    .as("the largest")
                    .contains(ranked.get(0).getKey());
            List<String> foot = unit.cells(all, total);
            assertThat(view.table("table.ex tfoot tr", "td.num").get(0))
                    .containsExactly(foot.get(0), foot.get(1), foot.get(4), "100.0 %");
            // The double rule: rows and "other" were added up and are the total.
            assertThat(view.at("table.ex tfoot .dbl").count()).isEqualTo(1);
            JsonNode answer = Console.json(view.asked("timeseries?").get(0));
            assertThat(answer.at("/total/flows").size()).isEqualTo(all.length);
        }
    }

    @Test
    void whatIsSavedIsWhatIsShown(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/explore?range=" + console.range());
            Download saved = view.page().waitForDownload(() -> view.at("#csv").click());
            List<String> lines = Files.readAllLines(saved.path());
            assertThat(lines.get(0)).isEqualTo("service,average_bps,p95_bps,max_bps,total_octets,share");
            double sum = lines.stream()
                    .skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[4]))
                    .sum();
            assertThat(sum).isEqualTo(truth.total(Question.ALL).octets());
            Download json = view.page().waitForDownload(() -> view.at("#json").click());
            JsonNode kept = Console.parsed(Files.readString(json.path()));
            JsonNode answer = Console.json(view.asked("timeseries?").get(0));
            assertThat(kept.path("series")).isNotEmpty().isEqualTo(answer.path("series"));
            assertThat(kept.path("total")).isEqualTo(answer.path("total"));
        }
    }

    @Test
    void theTimeBeforeIsLaidOverAndCompared(Console console) throws Exception {
        long middle = console.from().getEpochSecond() + 900;
        try (View view = console.view()) {
            view.open("#/explore?range=" + middle + "-" + console.to().getEpochSecond());
            view.at("label.check").click();
            view.awaitShown();
            assertThat(view.page().url()).contains("prev=1");
            double now = total(console, middle, middle + 900);
            double before = total(console, middle - 900, middle);
            assertThat(view.text("table.ex tfoot td:last-child"))
                    .isEqualTo(
                            (now >= before ? "+" : "−") + Figures.percent(Math.abs(now / before - 1)) + " vs before");
            view.picture("explore-before");
        }
    }

    private static double total(Console console, long from, long to) throws Exception {
        return console.api("top?by=protocol&from=" + from + "&to=" + to)
                .at("/total/octets")
                .asDouble();
    }
}
