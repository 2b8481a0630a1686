package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exporters are what the books and the options data say of them. */
@ExtendWith(ConsoleExtension.class)
class ExportersPageTest {
    private static final String SAMPLED_IPFIX = "198.18.0.7";
    private static final String SAMPLED_BY_HEADER = "198.18.0.5";
    private static final String NOT_SAMPLED = "198.18.0.1";
    private static final String SFLOW = "198.18.0.4";
    private static final int STEP = 10;
    private static final int SECONDS = 1800;

    @Test
    void eachHasItsDatagramsFlowsTemplatesAndSampling(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/exporters?range=" + console.range());
            var flows = truth.steps("host(exporter)", Question.ALL, STEP);
            List<List<String>> expected = new ArrayList<>();
            for (List<String> row : truth.rows("SELECT host(e.exporter), coalesce(sum(l.datagrams_received), 0),"
                    + " e.templates FROM flowledger.exporters e LEFT JOIN flowledger.ledger l ON l.exporter = e.exporter"
                    + " AND l.minute >= ? AND l.minute < ? GROUP BY 1, 3")) {
                Truth.Steps steps = flows.getOrDefault(row.get(0), new Truth.Steps(SECONDS / STEP));
                expected.add(List.of(
                        row.get(0),
                        Figures.whole(steps.flows()[SECONDS / STEP - 1] / STEP),
                        Figures.whole(row.get(1)),
                        row.get(2).equals("0") ? "none" : row.get(2)));
            }
            List<List<String>> shown = view.table("tr[data-href]", ".x-name a, .x-fps, .x-dg, .x-tp").stream()
                    .map(row -> List.of(
                            row.get(0), row.get(1), row.get(2), row.get(3).replaceAll(" .* waiting", "")))
                    .toList();
            assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(view.text("tr[data-href*='" + SAMPLED_BY_HEADER + "'] .x-sa"))
                    .isEqualTo("1 : 20 its datagrams");
            assertThat(view.text("tr[data-href*='" + SAMPLED_IPFIX + "'] .x-sa"))
                    .isEqualTo("1 : 20 options data");
            assertThat(view.text("tr[data-href*='" + SFLOW + "'] .x-sa")).isEqualTo("1 : 20 its datagrams");
            assertThat(view.text("tr[data-href*='" + NOT_SAMPLED + "?'] .x-sa")).isEqualTo("1 : 1 assumed, check");
            assertThat(view.text("tr[data-href*='" + WorseDatagrams.WITHOUT_TEMPLATE + "'] .x-tp"))
                    .isEqualTo("none 3 waiting");
            assertThat(view.text("tr[data-href*='" + WorseDatagrams.WITH_EXTRA + "'] .x-sk"))
                    .startsWith("+3,60");
            assertThat(view.text("tr[data-href*='" + WorseDatagrams.UNREADABLE + "'] .x-ft"))
                    .endsWith("unknown_version");
        }
    }

    @Test
    void anExporterBeyondThoseWithATrendHasItsAverage(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            RoughAnswersTest.change(
                    view,
                    "**/api/v1/timeseries?*",
                    answer -> answer.withArray("series").removeAll());
            view.open("#/exporters?range=" + console.range());
            Map<String, Truth.Sums> sums = truth.groups("host(exporter)", Question.ALL);
            List<List<String>> shown = view.table("tr[data-href]", ".x-name a, .x-fps");
            assertThat(shown).hasSizeGreaterThan(10);
            for (List<String> row : shown) {
                double average =
                        sums.containsKey(row.get(0)) ? sums.get(row.get(0)).flows() / (double) SECONDS : 0;
                assertThat(row.get(1))
                        .as(row.get(0))
                        .isEqualTo(average == 0 ? "0" : average < 0.5 ? "<1" : Figures.whole(average));
            }
        }
    }

    @Test
    void oneExporterHasInterfacesByNameAndItsTemplates(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/exporters/" + SAMPLED_IPFIX + "?range=" + console.range());
            List<List<String>> expected = new ArrayList<>();
            for (List<String> row : truth.rows("SELECT coalesce(i.if_index, f.in_if), i.name, i.description, in_octets,"
                    + " (SELECT coalesce(sum(octets::numeric * coalesce(sampling_rate, 1)), 0) FROM flows o"
                    + " WHERE o.exporter = inet '" + SAMPLED_IPFIX + "' AND o.out_if = i.if_index"
                    + " AND o.received_at >= f.lo AND o.received_at < f.hi) FROM flowledger.interface_name i,"
                    + " LATERAL (SELECT min(in_if) AS in_if, coalesce(sum(octets::numeric * coalesce(sampling_rate, 1)), 0)"
                    + " AS in_octets, w.lo, w.hi FROM (SELECT ?::timestamptz AS lo, ?::timestamptz AS hi) w"
                    + " LEFT JOIN flows ON received_at >= w.lo AND received_at < w.hi AND exporter = i.exporter"
                    + " AND in_if = i.if_index GROUP BY w.lo, w.hi) f"
                    + " WHERE i.exporter = inet '" + SAMPLED_IPFIX + "' ORDER BY 1")) {
                expected.add(List.of(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        Figures.si(Double.parseDouble(row.get(3)) * 8 / SECONDS, "b/s"),
                        Figures.si(Double.parseDouble(row.get(4)) * 8 / SECONDS, "b/s")));
            }
            assertThat(expected).hasSize(24).anyMatch(row -> row.contains("xe-1/0/0") && row.contains("transit north"));
            assertThat(view.table("h2:has-text('Interfaces') >> xpath=../.. >> tbody tr", "td"))
                    .containsExactlyElementsOf(expected);
            assertThat(view.text("h2:has-text('Templates') >> xpath=../.. >> tbody"))
                    .contains("octetDeltaCount", "selectorId", "interfaceName");
            view.picture("exporter");
        }
    }
}
