package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single flows are those of the table. */
@ExtendWith(ConsoleExtension.class)
class FlowsPageTest {
    private static final String ROWS =
            "SELECT to_char(received_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS'), host(exporter),"
                    + " coalesce(packets::text, ''), coalesce(octets::text, '') FROM flows"
                    + " WHERE received_at >= ? AND received_at < ? AND ";

    @ParameterizedTest
    @EnumSource(Question.class)
    void theNewestHundredAndHowManyThereAre(Question question, Console console) throws Exception {
        try (View view = console.view();
                Truth truth = new Truth(console)) {
            view.open("#/flows?range=" + console.range() + question.parameter());
            long count = truth.total(question).flows();
            assertThat(view.text("[data-flows]")).isEqualTo(Figures.whole(count));
            List<List<String>> shown = view.table("tr[data-q]", "td.c-t, td.c-exp, td.c-packets, td.c-bytes").stream()
                    .map(row -> row.stream().map(cell -> cell.replace(",", "")).toList())
                    .toList();
            assertThat(shown).hasSize((int) Math.min(100, count));
            List<List<String>> rows = truth.rows(ROWS + question.sql() + " ORDER BY received_at DESC LIMIT 200");
            assertThat(rows).containsAll(shown);
            // Flows of one datagram have one time: which of them come first is open.
            assertThat(shown.stream().map(row -> row.get(0)))
                    .containsExactlyElementsOf(
                            rows.stream().limit(100).map(row -> row.get(0)).toList());
        }
    }

    @Test
    void anOpenRowHasEveryFieldAndWhatHasNoColumn(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/flows?range=" + console.range() + "&f=exporter+" + WorseDatagrams.WITH_EXTRA);
            assertThat(view.at("tr[data-q]").count()).isEqualTo(WorseDatagrams.COUNT);
            view.at("tr[data-q] .exp").first().click();
            assertThat(view.text(".xt pre")).isEqualTo("{ \"e12345id6\": \"68656c6c6f\" }");
            assertThat(view.text(".fd"))
                    .contains("192.0.2.77", "198.51.100.7", "853", "123,456", "321", "observation domain 7");
            view.picture("flows-open");
        }
    }

    @Test
    void furtherOnesComeBelow(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/flows?range=" + console.range());
            view.at("#more").click();
            view.page().waitForFunction("() => document.querySelectorAll('tr[data-q]').length === 200");
            assertThat(view.text("#shown")).isEqualTo("Showing 1 to 200, newest first");
        }
    }
}
