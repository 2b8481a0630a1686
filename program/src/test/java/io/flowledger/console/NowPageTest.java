package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What page Now shows is what the rows and the books say. */
@ExtendWith(ConsoleExtension.class)
class NowPageTest {
    private static final int STEP = 10;
    private static final int SECONDS = 1800;

    @ParameterizedTest
    @EnumSource(Question.class)
    void everyNumberIsThatOfTheRows(Question question, Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/now?range=" + console.range() + question.parameter());
            Truth.Steps all = truth.steps("'all'", question, STEP).getOrDefault("all", new Truth.Steps(SECONDS / STEP));
            double[] octets = all.octets();
            double[] flows = all.flows();
            List<List<String>> meters = view.table(".meter", ".mv, .ms");
            assertThat(meters.get(0))
                    .containsExactly(
                            Figures.si(octets[octets.length - 1] * 8 / STEP, "b/s")
                                    .replaceAll("\\s", ""),
                            "peak " + Figures.si(Figures.most(octets) * 8 / STEP, "b/s"));
            Truth.Sums total = truth.total(question);
            assertThat(meters.get(1).get(1))
                    .isEqualTo("mean "
                            + (total.packets() == 0 ? "–" : Figures.whole(total.octets() / total.packets()))
                            + " B per packet");
            assertThat(meters.get(2))
                    .containsExactly(
                            Figures.si(flows[flows.length - 1] / STEP, "fl/s").replaceAll("\\s", ""),
                            Figures.whole(total.flows()) + " in 30 min");
            if (question == Question.NOTHING) {
                assertThat(view.text(".chart")).isEqualTo("Nothing matches the filter in this time range.");
                return;
            }
            assertThat(view.table(".legend tbody tr, .legend tfoot tr", "td:nth-child(2)"))
                    .containsExactlyElementsOf(legend(truth.steps(Truth.SERVICE, question, STEP), all));
            assertLists(view, truth, question);
        }
    }

    /** The largest seven, the smallest of them on top, under what is left; then the total. */
    private static List<List<String>> legend(Map<String, Truth.Steps> groups, Truth.Steps all) {
        List<double[]> ranked = groups.values().stream()
                .map(Truth.Steps::octets)
                .sorted(Comparator.comparingDouble(Truth::sum).reversed())
                .toList();
        List<List<String>> lines = new ArrayList<>();
        double left = last(all.octets());
        for (double[] steps : ranked.subList(0, Math.min(7, ranked.size()))) {
            lines.add(0, List.of(Figures.si(last(steps), "")));
            left -= last(steps);
        }
        if (ranked.size() > 7) {
            lines.add(0, List.of(Figures.si(left, "")));
        }
        lines.add(List.of(Figures.si(last(all.octets()), "")));
        return lines;
    }

    private static double last(double[] steps) {
        return steps[steps.length - 1] * 8 / STEP;
    }

    private static void assertLists(View view, Truth truth, Question question) throws Exception {
        Map<String, String> lists = Map.of(
                "talk", "host(src_addr)",
                "port", Truth.SERVICE,
                "conv", "host(src_addr) || '→' || host(dst_addr)");
        double total = truth.total(question).octets();
        for (Map.Entry<String, String> list : lists.entrySet()) {
            List<List<String>> expected = truth.groups(list.getValue(), question).entrySet().stream()
                    .limit(8)
                    .map(group -> List.of(
                            Figures.si(group.getValue().octets() * 8 / SECONDS, "b/s"),
                            Figures.percent(group.getValue().octets() / total)))
                    .toList();
            assertThat(view.table("#r-" + list.getKey() + " li", ".v, .s"))
                    .as(list.getKey())
                    .containsExactlyElementsOf(expected);
        }
        List<String> asked = view.asked("top?");
        assertThat(asked).hasSize(3);
        for (String address : asked) {
            JsonNode answer = Console.json(address);
            assertThat(answer.at("/total/octets").asDouble()).isEqualTo(total);
        }
    }

    @Test
    void theBooksAreThoseOfTheLedger(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/now?range=" + console.range());
            assertThat(view.text("[data-eq=received]"))
                    .isEqualTo(Figures.whole(truth.ledger("sum(datagrams_received)")));
            assertThat(view.text("[data-eq=stored]")).isEqualTo(Figures.whole(truth.ledger("sum(datagrams_stored)")));
            assertThat(view.text("[data-eq=parked]")).isEqualTo("3");
            assertThat(view.text("[data-eq=refused]")).isEqualTo("3");
            assertThat(view.text(".bookv")).isEqualTo("Balanced");
            assertThat(view.text("#seal")).isEqualTo("Balanced");
            assertThat(view.table(".meter", ".ms").get(4))
                    .containsExactly(Figures.whole(truth.ledger("sum(sequence_lost)", "export_version IN (5, 10)"))
                            + " records lost upstream, 0 here");
            view.picture("now-fixed");
        }
    }
}
