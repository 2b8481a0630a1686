package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The books in the browser are the books in the database. */
@ExtendWith(ConsoleExtension.class)
class LedgerPageTest {
    private static final String LOST = "sum(sequence_lost)";
    private static final int CELL = 120;

    @Test
    void theEquationAndItsPictureAreTheSumsOfTheLedger(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/ledger?range=" + console.range());
            String received = Figures.whole(truth.ledger("sum(datagrams_received)"));
            String stored = Figures.whole(truth.ledger("sum(datagrams_stored)"));
            assertThat(view.text("[data-big=received]")).isEqualTo(received);
            assertThat(view.text("[data-big=stored]")).isEqualTo(stored);
            assertThat(view.text("[data-big=parked]")).isEqualTo("3");
            assertThat(view.text("[data-big=refused]")).isEqualTo("3");
            assertThat(view.text(".lhead")).startsWith("The books balance");
            long lost = truth.ledger(LOST, "export_version IN (5, 10)");
            assertThat(lost).as("what the demo loses").isPositive();
            assertThat(view.at("svg.ledgerpic").getAttribute("aria-label"))
                    .contains("Received " + received, "Stored " + stored, "lost upstream " + Figures.whole(lost))
                    .endsWith("balanced");
        }
    }

    @Test
    void eachExporterAndEachMinuteIsInItsPlace(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/ledger?range=" + console.range());
            List<List<String>> expected = new ArrayList<>();
            for (List<String> row : truth.rows(
                    "SELECT host(exporter), sum(datagrams_received), sum(datagrams_stored), sum(datagrams_parked),"
                            + " sum(datagrams_refused), " + LOST + ", 0 FROM flowledger.ledger"
                            + " WHERE minute >= ? AND minute < ? GROUP BY exporter ORDER BY exporter")) {
                List<String> cells = new ArrayList<>(List.of(row.get(0)));
                row.subList(1, row.size()).forEach(value -> cells.add(Figures.whole(value)));
                expected.add(cells);
            }
            assertThat(view.table(".lgt tbody tr", "td.stick, td.r")).containsExactlyElementsOf(expected);
            List<List<String>> lost = truth.rows("SELECT host(exporter), (extract(epoch FROM minute)::bigint / " + CELL
                    + ") * " + CELL + ", " + LOST + " FROM flowledger.ledger WHERE minute >= ? AND minute < ?"
                    + " GROUP BY 1, 2 HAVING " + LOST + " > 0");
            assertThat(lost).isNotEmpty();
            for (List<String> cell : lost) {
                assertThat(view.text("[data-cell='" + cell.get(0) + "@" + cell.get(1) + "']"))
                        .isEqualTo("−" + Figures.whole(cell.get(2)));
            }
            assertThat(view.at(".lgt td.lost").count()).isEqualTo(lost.size());
            assertThat(view.table(".lgt tfoot .dbl", "xpath=.")).hasSize(5);
        }
    }

    @Test
    void aMinuteReadsItsOwnEquation(Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/ledger?range=" + console.range());
            view.at(".lgt td.park button").first().click();
            view.awaitShown();
            assertThat(view.text(".cellf"))
                    .startsWith(WorseDatagrams.WITHOUT_TEMPLATE)
                    .contains("1 received = 0 stored + 1 parked");
            assertThat(view.table("h2:has-text('Reasons') >> xpath=../.. >> tbody tr", "td"))
                    .contains(List.of("datagrams refused", "unknown_version", "3"));
            view.picture("ledger-cell");
            assertThat(truth.ledger("sum(datagrams_refused)")).isEqualTo(WorseDatagrams.COUNT);
        }
    }
}
