package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopCommandTest {
    private static TestDatabase database;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.create();
        Store.open(
                        Database.at(database.jdbcUrl(), database.user(), database.password()),
                        FlowsLayout.FLOWS,
                        new StopSignal())
                .close();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, src_addr, dst_port,"
                            + " protocol, sampling_rate) SELECT now() - interval '1 second', '192.0.2.1', 1000, 2,"
                            + " ('10.0.0.' || i % 3)::inet, 443, 6, 10 FROM generate_series(1, 6) AS i");
            statement.execute("INSERT INTO flowledger.rollup_mark (level, bucket)"
                    + " SELECT DISTINCT 'minute', date_trunc('minute', received_at) FROM flowledger.flows");
        }
    }

    @AfterAll
    static void dropDatabase() throws Exception {
        database.close();
    }

    private static Performance perform(int columns, String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), "", columns, words.toArray(new String[0]));
    }

    @Test
    void aTableHasUnitsNamesTheOthersAndTheTotal() {
        Performance top = perform(80, "top", "--by", "src_addr,dst_port", "--limit", "1", "--last", "5m", "tcp");

        assertThat(top.err()).isEmpty();
        assertThat(top.status()).isZero();
        assertThat(top.out())
                .contains("443 (https)")
                .contains("20.0k")
                .contains("other")
                .contains("60.0k")
                .contains("33.3%");
    }

    @Test
    void programsGetPlainNumbers() {
        assertThat(perform(0, "top", "--by", "protocol", "--format", "json", "--last", "5m")
                        .out())
                .isEqualTo("{\"protocol\":6,\"octets\":60000,\"packets\":120,\"flows\":6}\n");
        assertThat(perform(0, "flows", "--format", "csv", "--limit", "2", "host", "10.0.0.1")
                        .out()
                        .lines())
                .hasSize(3);
        assertThat(perform(0, "timeseries", "--step", "1h", "--last", "1h", "--format", "csv")
                        .out())
                .contains(",total,60000,120,6\n");
    }

    @Test
    void aFilterThatCannotBeReadIsShownWithThePlace() {
        Performance top = perform(80, "top", "host", "192.0.2.1", "and", "prot", "tcp");

        assertThat(top.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(top.err())
                .contains("did you mean")
                .contains("  host 192.0.2.1 and prot tcp\n  " + " ".repeat(19) + "^^^^\n");
    }

    @Test
    void theSqlIsPrintedWhenAskedFor() {
        assertThat(perform(0, "top", "--sql", "port", "53").out()).contains("\"src_port\" = 53 OR \"dst_port\" = 53");
    }
}
