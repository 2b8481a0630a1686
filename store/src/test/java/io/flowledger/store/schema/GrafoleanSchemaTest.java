package io.flowledger.store.schema;

import static io.flowledger.store.Flows.NOON;
import static io.flowledger.store.Flows.ROUTER;
import static io.flowledger.store.Flows.execute;
import static io.flowledger.store.Flows.list;
import static io.flowledger.store.Flows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.store.Flows;
import io.flowledger.store.Store;
import io.flowledger.store.StoreFixture;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ledger.Audit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grafolean's tables: made anew, and taken to version 7 from every version before, with rows in them. */
class GrafoleanSchemaTest {
    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.create();
        connection = database.connect();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        database.close();
    }

    /** What an installation at {@code version} looks like, with a row in each table. */
    private void install(int version) throws SQLException {
        execute(
                connection,
                "CREATE TABLE netflow_runtime_data (schema_version SMALLSERIAL NOT NULL);"
                        + "INSERT INTO netflow_runtime_data VALUES (" + version + ")");
        if (version >= 2) {
            String address = version >= 5 ? "ipvX" : "ipv4";
            execute(
                    connection,
                    "CREATE TABLE netflow_flows (ts INTEGER NOT NULL, client_ip INET NOT NULL, in_bytes "
                            + (version >= 4 ? "BIGINT" : "INTEGER") + " NOT NULL, protocol SMALLINT NOT NULL,"
                            + " direction SMALLINT NOT NULL, l4_dst_port INTEGER NOT NULL, l4_src_port INTEGER NOT NULL,"
                            + " input_snmp SMALLINT NOT NULL, output_snmp SMALLINT NOT NULL, " + address
                            + "_dst_addr INET NOT NULL, " + address
                            + "_src_addr INET NOT NULL) PARTITION BY RANGE (ts);"
                            + "CREATE TABLE netflow_flows_p1 PARTITION OF netflow_flows FOR VALUES FROM (0) TO (1000);"
                            + "INSERT INTO netflow_flows VALUES (5, '192.0.2.9', 77, 6, 0, 80, 81, 1, 2, '10.0.0.1',"
                            + " '10.0.0.2');"
                            + "CREATE TABLE netflow_bot_jobs (job_id TEXT PRIMARY KEY, last_used_ts INTEGER NOT NULL);"
                            + "INSERT INTO netflow_bot_jobs VALUES ('1min', 3)");
        }
        if (version >= 3) {
            execute(
                    connection,
                    "CREATE TABLE netflow_exporters (ip INET PRIMARY KEY);"
                            + "INSERT INTO netflow_exporters VALUES ('192.0.2.9')");
        }
        if (version >= 6) {
            execute(
                    connection,
                    flows2(version >= 7 ? "BIGINT" : "SMALLINT")
                            + ";CREATE TABLE netflow_bot_jobs2 (job_id TEXT PRIMARY KEY, last_used_ts TIMESTAMP NOT NULL);"
                            + "INSERT INTO netflow_bot_jobs2 VALUES ('1min', '2026-11-20 01:00:00')");
        }
    }

    private static String flows2(String interfaceType) {
        return "CREATE TABLE netflow_flows2 (ts TIMESTAMP NOT NULL, client_ip INET NOT NULL, in_bytes BIGINT NOT NULL,"
                + " protocol SMALLINT NOT NULL, direction SMALLINT NOT NULL, l4_dst_port INTEGER NOT NULL,"
                + " l4_src_port INTEGER NOT NULL, input_snmp " + interfaceType + " NOT NULL, output_snmp "
                + interfaceType + " NOT NULL, ipvx_dst_addr INET NOT NULL, ipvx_src_addr INET NOT NULL);"
                + "INSERT INTO netflow_flows2 VALUES ('2026-11-20 01:02:03', '192.0.2.9', 1, 6, 0, 80, 81, 1, 2,"
                + " '10.0.0.1', '10.0.0.2')";
    }

    private void assertVersion7() throws SQLException {
        assertThat(list(connection, "SELECT schema_version FROM netflow_runtime_data"))
                .containsExactly("7");
        assertThat(list(
                        connection,
                        "SELECT attname || ' ' || format_type(atttypid, NULL) || ' ' || attnotnull FROM pg_attribute"
                                + " WHERE attrelid = 'netflow_flows2'::regclass AND attnum > 0 ORDER BY attnum"))
                .containsExactly(
                        "ts timestamp without time zone true",
                        "client_ip inet true",
                        "in_bytes bigint true",
                        "protocol smallint true",
                        "direction smallint true",
                        "l4_dst_port integer true",
                        "l4_src_port integer true",
                        "input_snmp bigint true",
                        "output_snmp bigint true",
                        "ipvx_dst_addr inet true",
                        "ipvx_src_addr inet true");
    }

    private void land() throws SQLException {
        try (Store store = Store.open(StoreFixture.access(database), GrafoleanLayout.GRAFOLEAN, new StopSignal());
                Landing landing = store.landing(store.source(UUID.randomUUID(), "pipe"))) {
            for (int i = 0; i < 2; i++) {
                Batch batch = new Batch();
                batch.begin(i);
                batch.advance(i + 1);
                Flows.addGrafolean(batch, ROUTER, NOON, i, 1000 + i);
                batch.streams().add(Flows.stream(ROUTER));
                landing.land(batch);
            }
            assertThat(Audit.run(connection, store.table(), null).exporters())
                    .allSatisfy(books -> assertThat(books.problems()).isEmpty());
        }
        assertThat(list(
                        connection,
                        "SELECT concat_ws('|', ts, client_ip, in_bytes, protocol, direction, l4_dst_port, l4_src_port,"
                                + " input_snmp, output_snmp, ipvx_dst_addr, ipvx_src_addr) FROM netflow_flows2"
                                + " WHERE client_ip = '192.0.2.1' ORDER BY in_bytes"))
                .containsExactly(
                        "2026-11-24 12:00:30|192.0.2.1|1000|6|0|443|50000|4000000000|2|198.51.100.7|203.0.113.9",
                        "2026-11-24 12:00:30|192.0.2.1|1001|6|0|443|50000|4000000000|2|198.51.100.7|203.0.113.9");
        assertThat(list(connection, "SELECT ip FROM netflow_exporters")).contains("192.0.2.1");
    }

    @Test
    void aFreshDatabaseGetsTheTablesOfVersion7() throws Exception {
        land();
        assertVersion7();
        assertThat(list(
                        connection,
                        "SELECT c.relname FROM pg_class c WHERE c.relname LIKE 'netflow\\_%' AND c.relkind IN ('r', 'p')"
                                + " AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1"))
                .containsExactly("netflow_bot_jobs2", "netflow_exporters", "netflow_flows2", "netflow_runtime_data");
        assertThat(list(
                        connection,
                        "SELECT column_name || ' ' || data_type || ' ' || is_nullable"
                                + " FROM information_schema.columns WHERE table_name = 'netflow_bot_jobs2' ORDER BY 1"))
                .containsExactly("job_id text NO", "last_used_ts timestamp without time zone NO");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void anInstallationAtAnyVersionComesToVersion7WithItsRows(int version) throws Exception {
        install(version);
        land();
        assertVersion7();
        if (version >= 2) {
            assertThat(list(connection, "SELECT in_bytes || ' ' || ipvx_dst_addr FROM netflow_flows"))
                    .containsExactly("77 10.0.0.1/32");
            assertThat(list(connection, "SELECT job_id || last_used_ts FROM netflow_bot_jobs"))
                    .containsExactly("1min3");
        }
        if (version >= 3) {
            assertThat(list(connection, "SELECT ip FROM netflow_exporters ORDER BY ip"))
                    .containsExactly("192.0.2.1", "192.0.2.9");
        }
        if (version >= 6) {
            assertThat(list(connection, "SELECT job_id FROM netflow_bot_jobs2")).containsExactly("1min");
        }
        assertThat(value(connection, "SELECT count(*) FROM netflow_flows2")).isEqualTo(version == 7 ? "3" : "2");
        Schema.migrate(connection, GrafoleanLayout.GRAFOLEAN);
        assertVersion7();
    }

    @Test
    void aTableThatWasThereStaysAsItIs() throws Exception {
        install(7);
        FlowTable table = Schema.migrate(connection, GrafoleanLayout.GRAFOLEAN);
        assertThat(table.kind()).isEqualTo(FlowTable.Kind.PLAIN);
        assertThat(table.qualifiedName()).isEqualTo("\"public\".\"netflow_flows2\"");
        List<String> noted = list(
                connection,
                "SELECT created_by_us || ' ' || (others_until AT TIME ZONE 'UTC') FROM flowledger.flow_table"
                        + " WHERE name LIKE '%netflow%'");
        assertThat(noted).containsExactly("false 2026-11-20 01:02:03");
    }

    @Test
    void versionsOfTheFutureAreAClearError() throws Exception {
        install(7);
        execute(connection, "UPDATE netflow_runtime_data SET schema_version = 8");
        assertThatThrownBy(() -> Schema.migrate(connection, GrafoleanLayout.GRAFOLEAN))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("version 8");
    }
}
