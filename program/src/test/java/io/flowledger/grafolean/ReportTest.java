package io.flowledger.grafolean;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<Entity> DEVICE = List.of(new Entity("5", "192.0.2.1"));

    /** Rows of these tests are in the partition of this hour, which is there. */
    private static final String BASE = "date_trunc('hour', now() AT TIME ZONE 'UTC') + interval '10 min'";

    private TestDatabase database;
    private Store store;
    private Connection connection;
    private StandIn grafolean;
    private Deliveries deliveries;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        store = Store.open(
                Database.at(database.jdbcUrl(), database.user(), database.password()),
                GrafoleanLayout.GRAFOLEAN,
                new StopSignal());
        connection = store.connect("test");
        grafolean = new StandIn();
        deliveries = deliveries(grafolean.url());
        flow(-60, "192.0.2.1", 1, 6, 0, 80, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
    }

    @AfterEach
    void close() throws Exception {
        grafolean.close();
        connection.close();
        store.close();
        database.close();
    }

    private static Deliveries deliveries(String url) {
        return new Deliveries(new GrafoleanApi(url, StandIn.TOKEN, 5_000), new ReportCounters(), new StopSignal());
    }

    private int run(List<Entity> entities) throws SQLException {
        return new ReportJob(store.table()).run(connection, ReportInterval.MINUTE, "7", entities);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void flow(
            int afterSeconds,
            String exporter,
            long octets,
            int protocol,
            int direction,
            int port,
            int in,
            int out,
            String source,
            String destination)
            throws SQLException {
        execute("INSERT INTO netflow_flows2 SELECT " + BASE + " + interval '" + afterSeconds + " s', '" + exporter
                + "', "
                + octets + ", " + protocol + ", " + direction + ", " + port + ", 50000, " + in + ", " + out + ", '"
                + destination + "', '" + source + "'");
    }

    private List<String> list(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private List<String> sent() throws SQLException {
        assertThat(deliveries.send(connection)).isTrue();
        List<StandIn.Received> received = grafolean.received();
        assertThat(received).hasSize(1);
        assertThat(received.get(0).method()).isEqualTo("POST");
        return received.get(0).lines();
    }

    @Test
    void theFirstRunOnlyNotesWhereTheNextBegins() throws Exception {
        assertThat(list("SELECT count(*) FROM flowledger.grafolean_report")).containsExactly("0");
        assertThat(list("SELECT job_id FROM netflow_bot_jobs2")).containsExactly("aggr/1min/7");
        assertThat(run(DEVICE)).isZero();
        assertThat(list("SELECT count(*) FROM flowledger.grafolean_report")).containsExactly("0");
    }

    @Test
    void everyKindOfPathHoldsTheHandComputedSum() throws Exception {
        // Ingress over interfaces 1 and 3: the remote end is the source.
        flow(1, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        flow(2, "192.0.2.1", 50, 17, 0, 53, 1, 2, "10.0.0.2", "10.9.9.9");
        flow(2, "192.0.2.1", 25, 17, 0, 53, 3, 2, "10.0.0.1", "10.9.9.9");
        // Egress over interface 2: the remote end is the destination.
        flow(3, "192.0.2.1", 4_000_000_000L, 47, 1, 0, 1, 2, "2001:db8::1", "2001:db8::2");
        // Another exporter's and a row of the first run's time: in no sum.
        flow(3, "192.0.2.99", 7, 6, 0, 1, 1, 1, "10.0.0.1", "10.0.0.2");
        flow(-60, "192.0.2.1", 9, 6, 0, 80, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
        assertThat(sent())
                .containsExactly(
                        "netflow.1min.egress 4000000000",
                        "netflow.1min.egress.entity.5 4000000000",
                        "netflow.1min.egress.entity.5.if.2 4000000000",
                        "netflow.1min.egress.entity.5.if.2.topip.2001%3adb8%3a%3a2 4000000000",
                        "netflow.1min.egress.entity.5.if.2.topprotocol.GRE 4000000000",
                        "netflow.1min.egress.entity.5.topconn.2001%3adb8%3a%3a1.2001%3adb8%3a%3a2 4000000000",
                        "netflow.1min.egress.entity.5.topdstports.0 4000000000",
                        "netflow.1min.egress.entity.5.topip.2001%3adb8%3a%3a2 4000000000",
                        "netflow.1min.egress.entity.5.topprotocol.GRE 4000000000",
                        "netflow.1min.ingress 175",
                        "netflow.1min.ingress.entity.5 175",
                        "netflow.1min.ingress.entity.5.if.1 150",
                        "netflow.1min.ingress.entity.5.if.1.topip.10%2e0%2e0%2e1 100",
                        "netflow.1min.ingress.entity.5.if.1.topip.10%2e0%2e0%2e2 50",
                        "netflow.1min.ingress.entity.5.if.1.topprotocol.TCP 100",
                        "netflow.1min.ingress.entity.5.if.1.topprotocol.UDP 50",
                        "netflow.1min.ingress.entity.5.if.3 25",
                        "netflow.1min.ingress.entity.5.if.3.topip.10%2e0%2e0%2e1 25",
                        "netflow.1min.ingress.entity.5.if.3.topprotocol.UDP 25",
                        "netflow.1min.ingress.entity.5.topconn.10%2e0%2e0%2e1.10%2e9%2e9%2e9 125",
                        "netflow.1min.ingress.entity.5.topconn.10%2e0%2e0%2e2.10%2e9%2e9%2e9 50",
                        "netflow.1min.ingress.entity.5.topdstports.443 100",
                        "netflow.1min.ingress.entity.5.topdstports.53 75",
                        "netflow.1min.ingress.entity.5.topip.10%2e0%2e0%2e1 125",
                        "netflow.1min.ingress.entity.5.topip.10%2e0%2e0%2e2 50",
                        "netflow.1min.ingress.entity.5.topprotocol.TCP 100",
                        "netflow.1min.ingress.entity.5.topprotocol.UDP 75");
        assertThat(run(DEVICE)).isZero();
    }

    @Test
    void theTenLargestAreReportedAndOfEqualOnesTheLowestAddresses() throws Exception {
        for (int i = 1; i <= 12; i++) {
            flow(1, "192.0.2.1", i == 12 ? 11 : 10, 200, 0, 1000 + i, 1, 2, "10.0.0." + i, "10.9.9.9");
        }
        run(DEVICE);
        List<String> lines = sent();
        List<String> tops = lines.stream()
                .filter(line -> line.startsWith("netflow.1min.ingress.entity.5.topip."))
                .map(line -> line.substring(line.lastIndexOf("%2e") + 3))
                .toList();
        assertThat(tops)
                .containsExactlyInAnyOrder(
                        "12 11", "1 10", "2 10", "3 10", "4 10", "5 10", "6 10", "7 10", "8 10", "9 10");
        assertThat(lines)
                .contains("netflow.1min.ingress.entity.5.topprotocol.proto200 121", "netflow.1min.ingress 121");
    }

    @Test
    void anExporterWithoutTrafficIsReportedAsZero() throws Exception {
        flow(1, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        run(List.of(DEVICE.get(0), new Entity("6", "192.0.2.6")));
        assertThat(sent())
                .contains("netflow.1min.ingress.entity.6 0", "netflow.1min.egress.entity.6 0", "netflow.1min.egress 0");
    }

    @Test
    void anErrorOrARefusedLoginMakesTheValuesWaitAndWhatMayHaveArrivedIsNotSentAgain() throws Exception {
        flow(1, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
        grafolean.nextAnswers(500, 401, 503);
        assertThat(deliveries.send(connection)).isFalse();
        assertThat(deliveries.send(connection)).isFalse();
        assertThat(deliveries.send(connection)).isFalse();
        assertThat(grafolean.received()).isEmpty();
        assertThat(deliveries.send(connection)).isTrue();
        assertThat(grafolean.received()).hasSize(1);

        flow(2, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
        grafolean.nextAnswers(StandIn.TAKEN_AND_GONE);
        assertThat(deliveries.send(connection)).isFalse();
        assertThat(deliveries.send(connection)).isTrue();
        assertThat(grafolean.received()).hasSize(2);
        assertThat(list("SELECT sent || ' ' || in_doubt || ' ' || given_up FROM flowledger.grafolean_delivery"))
                .containsExactly("1 1 0");
    }

    @Test
    void whatIsOldWhenGrafoleanComesBackIsSentWithItsTime() throws Exception {
        flow(1, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
        Deliveries nowhere = deliveries("http://127.0.0.1:1/api");
        assertThat(nowhere.send(connection)).isFalse();
        execute("UPDATE flowledger.grafolean_report SET created_at = created_at - interval '10 minutes'");
        grafolean.nextAnswers(StandIn.TAKEN_AND_GONE);
        assertThat(deliveries.send(connection)).isFalse();
        assertThat(deliveries.send(connection)).isTrue();
        List<StandIn.Received> received = grafolean.received();
        // The answer to the first was lost; the second says the same of the same time and changes nothing.
        assertThat(received).extracting(StandIn.Received::method).containsExactly("PUT", "PUT");
        assertThat(received.get(1)).isEqualTo(received.get(0));
        double end = Double.parseDouble(
                list("SELECT extract(epoch FROM " + BASE + " + interval '1 s')").get(0));
        assertThat(received.get(0).values().get(0).path("t").asDouble()).isEqualTo(end);
    }

    @Test
    void aGrafoleanThatTakesNoTimesCostsTheIntervalAndSaysSo() throws Exception {
        flow(1, "192.0.2.1", 100, 6, 0, 443, 1, 2, "10.0.0.1", "10.9.9.9");
        run(DEVICE);
        execute("UPDATE flowledger.grafolean_report SET created_at = created_at - interval '10 minutes'");
        grafolean.nextAnswers(405);
        assertThat(deliveries.send(connection)).isTrue();
        assertThat(list("SELECT given_up || ' ' || last_error FROM flowledger.grafolean_delivery")
                        .get(0))
                .startsWith("1 PUT http://127.0.0.1:")
                .endsWith("answered with status 405")
                .doesNotContain("secret");
    }

    @Test
    void anEndInTheMidstOfAPostIsInDoubtAndOfAPutIsDoneAgain() throws Exception {
        for (String method : List.of("POST", "PUT")) {
            execute(
                    "INSERT INTO flowledger.grafolean_report (job_id, account_id, interval_from, interval_to, body, method)"
                            + " VALUES ('aggr/1min/7', '7', now(), now(), '[]', '" + method + "')");
        }
        assertThat(deliveries.send(connection)).isTrue();
        assertThat(list("SELECT in_doubt || ' ' || sent FROM flowledger.grafolean_delivery"))
                .containsExactly("1 1");
        assertThat(grafolean.received()).hasSize(1);
    }

    @Test
    void anEntityCountsWithACredentialASensorAndNoOtherBot() throws Exception {
        assertThat(wanted("{\"credential\":3,\"sensors\":[{}],\"bot\":null}")).isTrue();
        assertThat(wanted("{\"credential\":3,\"sensors\":[{}]}")).isTrue();
        assertThat(wanted("{\"credential\":3,\"sensors\":[{}],\"bot\":42}")).isTrue();
        assertThat(wanted("{\"credential\":3,\"sensors\":[{}],\"bot\":41}")).isFalse();
        assertThat(wanted("{\"credential\":3,\"sensors\":[]}")).isFalse();
        assertThat(wanted("{\"credential\":null,\"sensors\":[{}]}")).isFalse();
        assertThat(wanted("{}")).isFalse();
    }

    private static boolean wanted(String netflow) throws Exception {
        return EntityList.isWanted(new ObjectMapper().readTree(netflow), "42");
    }
}
