package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who talks with whom is what the rows say, in the table, in the streams and in the matrix. */
@ExtendWith(ConsoleExtension.class)
class ConversationsPageTest {
    private static final int SECONDS = 1800;
    private static final String FROM = "host(src_addr)";
    private static final String TO = "host(dst_addr)";
    private static final double HALF_OF_LAST_DIGIT = 0.006;

    @ParameterizedTest
    @EnumSource(names = {"ALL", "PROTOCOL", "NETWORK_AND_PORT", "NOTHING"})
    void pairsAndStreams(Question question, Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/conversations?range=" + console.range() + question.parameter());
            Map<String, Truth.Sums> pairs = truth.groups(FROM + " || ' → ' || " + TO, question);
            double total = truth.total(question).octets();
            List<List<String>> shown = view.table(".pairs tbody tr[data-row]", "td");
            if (question == Question.NOTHING) {
                assertThat(shown).isEmpty();
                assertThat(view.text(".vis")).isEqualTo("Nothing matches the filter in this time range.");
                return;
            }
            // Pairs of equal size may come in either order.
            assertThat(shown.stream().map(row -> row.subList(1, 3)))
                    .containsExactlyElementsOf(pairs.values().stream()
                            .limit(12)
                            .map(sums -> List.of(rate(sums.octets()), Figures.percent(sums.octets() / total)))
                            .toList());
            for (List<String> row : shown) {
                assertThat(rate(pairs.getOrDefault(row.get(0), new Truth.Sums(0, 0, 0))
                                .octets()))
                        .isEqualTo(row.get(1));
            }
            assertThat(view.text(".pairs tfoot .dbl")).isEqualTo(rate(total));

            List<String> nodes = new ArrayList<>();
            for (Locator node : view.at(".sankey .node > title").all()) {
                nodes.add(node.textContent());
            }
            assertThat(nodes)
                    .containsAll(largest(truth.groups(FROM, question), 10))
                    .containsAll(largest(truth.groups(Truth.SERVICE, question), 8))
                    .containsAll(largest(truth.groups(TO, question), 10));
        }
    }

    private static List<String> largest(Map<String, Truth.Sums> groups, int count) {
        return groups.entrySet().stream()
                .limit(count)
                .map(group -> group.getKey() + " " + rate(group.getValue().octets()))
                .toList();
    }

    private static String rate(double octets) {
        return Figures.si(octets * 8 / SECONDS, "b/s");
    }

    @Test
    void theMatrixAddsUp(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/conversations?ends=net&view=matrix&range=" + console.range());
            String from = "network(set_masklen(src_addr, CASE family(src_addr) WHEN 4 THEN 24 ELSE 48 END))::text";
            Map<String, Truth.Sums> sources = truth.groups(from, Question.ALL);
            Map<String, Truth.Sums> pairs =
                    truth.groups(from + " || '>' || " + from.replace("src", "dst"), Question.ALL);
            List<List<String>> rows = view.table(".matrix tbody tr", "th, td");
            List<String> targets = view.at(".matrix thead .v").allInnerTexts();
            assertThat(rows).hasSize(13).allMatch(row -> row.size() == 15);
            for (List<String> row : rows.subList(0, 12)) {
                Truth.Sums sums = sources.get(row.get(0));
                assertThat(sums).as(row.get(0)).isNotNull();
                if (sums == null) {
                    continue;
                }
                assertThat(row.get(14)).isEqualTo(Figures.si(sums.octets() * 8 / SECONDS, ""));
                for (int i = 0; i < targets.size(); i++) {
                    double octets = pairs.getOrDefault(row.get(0) + ">" + targets.get(i), new Truth.Sums(0, 0, 0))
                            .octets();
                    String cell = row.get(i + 1);
                    assertThat(cell.isEmpty()).isEqualTo(octets == 0);
                    if (octets > 0) {
                        double bits = octets * 8 / SECONDS;
                        assertThat(Math.abs(parsed(cell) / bits - 1)).isLessThan(10 * HALF_OF_LAST_DIGIT);
                    }
                }
            }
            assertThat(view.text(".matrix tfoot td:last-child"))
                    .isEqualTo(Figures.si(truth.total(Question.ALL).octets() * 8 / SECONDS, ""));
            view.picture("conversations-nets");
        }
    }

    private static double parsed(String figure) {
        String[] parts = figure.split(" ");
        double factor = parts.length == 1 ? 1 : Math.pow(1000, 1 + "kMG".indexOf(parts[1]));
        return Double.parseDouble(parts[0]) * factor;
    }
}
