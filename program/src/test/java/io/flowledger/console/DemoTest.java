package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody without a router is to see is in the demo's traffic. */
@ExtendWith(ConsoleExtension.class)
class DemoTest {
    private static final String OF_THE_DEMO = "exporter <<= inet '198.18.0.0/28'";

    private static Set<String> column(Truth truth, String sql) throws Exception {
        return truth.rows(sql).stream().map(row -> row.get(0)).collect(Collectors.toSet());
    }

    @Test
    void allProtocolsSampledAndNot(Console console) throws Exception {
        try (Truth truth = new Truth(console)) {
            String flows = " FROM flows WHERE received_at >= ? AND received_at < ? AND " + OF_THE_DEMO;
            assertThat(column(truth, "SELECT DISTINCT export_version" + flows))
                    .containsExactlyInAnyOrder("5", "9", "10", "105");
            assertThat(column(truth, "SELECT DISTINCT coalesce(sampling_rate::text, 'unknown')" + flows))
                    .containsExactlyInAnyOrder("20", "unknown");
            assertThat(column(truth, "SELECT DISTINCT family(src_addr)" + flows))
                    .containsExactlyInAnyOrder("4", "6");
        }
    }

    @Test
    void aTemplateIdIsGivenOtherFields(Console console) throws Exception {
        try (Truth truth = new Truth(console)) {
            // The two parameters are of no matter here.
            List<List<String>> redefined = truth.rows("SELECT host(exporter) FROM flowledger.template_version"
                    + " WHERE ?::timestamptz < ?::timestamptz AND " + OF_THE_DEMO
                    + " GROUP BY exporter, observation_domain, template_id HAVING count(DISTINCT fields) > 1");
            assertThat(redefined).contains(List.of("198.18.0.9"));
        }
    }

    @Test
    void lossIsLossAndTheBooksBalance(Console console) throws Exception {
        try (Truth truth = new Truth(console)) {
            assertThat(column(
                            truth,
                            "SELECT DISTINCT host(exporter) FROM flowledger.ledger WHERE minute >= ? AND minute < ?"
                                    + " AND sequence_lost <> 0"))
                    .containsExactly("198.18.0.3");
            assertThat(truth.ledger("sum(datagrams_refused) + sum(datagrams_parked)", OF_THE_DEMO))
                    .isZero();
            assertThat(truth.ledger("sum(datagrams_received) - sum(datagrams_stored)", OF_THE_DEMO))
                    .isZero();
            assertThat(truth.ledger("sum(records_seen) - sum(rows) - sum(options_records)", OF_THE_DEMO))
                    .isZero();
        }
    }

    @Test
    void theNightIsQuieterThanTheDay(Console console) throws Exception {
        try (Truth truth = new Truth(console)) {
            String minutes =
                    "(SELECT sum(datagrams_received) AS n FROM flowledger.ledger WHERE minute >= ? AND minute < ?"
                            + " AND " + OF_THE_DEMO + " AND exporter < inet '198.18.0.9' GROUP BY minute) m";
            List<String> most =
                    truth.rows("SELECT max(n), min(n) FROM " + minutes).get(0);
            assertThat(Double.parseDouble(most.get(0)) / Double.parseDouble(most.get(1)))
                    .isGreaterThan(2.5);
        }
    }

    @Test
    void interfacesHaveNames(Console console) throws Exception {
        try (Truth truth = new Truth(console)) {
            assertThat(
                            column(
                                    truth,
                                    "SELECT DISTINCT host(exporter) FROM flowledger.interface_name"
                                            + " WHERE name IS NOT NULL AND description IS NOT NULL AND ?::timestamptz < ?::timestamptz"))
                    .contains("198.18.0.2", "198.18.0.3", "198.18.0.6", "198.18.0.7", "198.18.0.9", "198.18.0.10");
        }
    }
}
