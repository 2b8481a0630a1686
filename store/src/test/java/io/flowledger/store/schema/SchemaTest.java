package io.flowledger.store.schema;

import static io.flowledger.store.Flows.execute;
import static io.flowledger.store.Flows.list;
import static io.flowledger.store.Flows.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
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

    private List<String> columns(String table) throws SQLException {
        return list(
                connection,
                "SELECT attname || ' ' || format_type(atttypid, NULL) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END"
                        + " FROM pg_attribute WHERE attrelid = '" + table
                        + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
    }

    @Test
    void anEmptyDatabaseGetsEverythingAndASecondStartChangesNothing() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        List<String> before = list(connection, "SELECT oid FROM pg_class ORDER BY oid");
        FlowTable table = Schema.migrate(connection, FlowsLayout.FLOWS);
        assertThat(list(connection, "SELECT oid FROM pg_class ORDER BY oid")).isEqualTo(before);
        assertThat(table.kind()).isEqualTo(FlowTable.Kind.PARTITIONED);
        assertThat(list(connection, "SELECT version || ' ' || name FROM flowledger.schema_version"))
                .containsExactly(
                        "1 bookkeeping",
                        "2 sessions",
                        "3 imports_set_aside",
                        "4 option_views",
                        "5 grafolean_reports",
                        "6 rollups",
                        "7 sampling",
                        "8 books_without_look_ups",
                        "9 comments",
                        "10 options");
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void theTableOfFlowsHasTheLayoutsColumnsWidestFirst() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        List<String> columns = columns("flowledger.flows");
        assertThat(columns).hasSize(FlowsLayout.FLOWS.columns().size());
        assertThat(columns)
                .startsWith("received_at timestamp with time zone NOT NULL", "flow_start timestamp with time zone")
                .contains("exporter inet NOT NULL", "octets bigint", "mpls_labels integer[]", "extra jsonb")
                .endsWith("application text", "username text", "extra jsonb");
        assertThat(value(
                        connection,
                        "SELECT col_description('flowledger.flows'::regclass, attnum) FROM pg_attribute"
                                + " WHERE attrelid = 'flowledger.flows'::regclass AND attname = 'octets'"))
                .isEqualTo(FlowsLayout.FLOWS.column("octets").doc());
    }

    @Test
    void scaledFlowsAreTimesTheRateAndWhatIsNotSampledStays() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        execute(
                connection,
                "CREATE TABLE flowledger.of_test PARTITION OF flowledger.flows DEFAULT;"
                        + "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, sampling_rate) VALUES"
                        + " (now(), '192.0.2.1', 9223372036854775807, 3, 1000), (now(), '192.0.2.1', 70, 1, NULL)");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', octets, packets, exported_octets, exported_packets)"
                                + " FROM flowledger.flows_scaled ORDER BY octets"))
                .containsExactly("70 1 70 1", "9223372036854775807000 3000 9223372036854775807 3");
    }

    @Test
    void optionsCanBeReadByTheirMeaning() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        execute(
                connection,
                "INSERT INTO flowledger.source (journal_id, kind) VALUES (gen_random_uuid(), 'listen');"
                        + "INSERT INTO flowledger.option_value SELECT 1, '192.0.2.1', 9, 5, kind, scope, value, 1, now()"
                        + " FROM (VALUES ('interface_name', '3', 'ge-0/0/3'), ('interface_description', '3', 'uplink'),"
                        + " ('interface_name', '18446744073709551615', 'none'), ('application_name', '218103861', 'dns'),"
                        + " ('vrf_name', '7', 'red'), ('sampler_rate', '2', '512'), ('sampling_rate', '', '100'),"
                        + " ('interface_rate', '7', '20'), ('application_description', '218103861', 'Domain Names'),"
                        + " ('exporter_counter', 'notSentFlowTotalCount', '18446744073709551615'))"
                        + " v(kind, scope, value)");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', if_index, name, description) FROM flowledger.interface_name"))
                .containsExactly("3 ge-0/0/3 uplink");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', application_id, name, engine, selector, application, description)"
                                + " FROM flowledger.application_name"))
                // 0x0D000035
                .containsExactly("218103861 dns 13 53 13:53 Domain Names");
        assertThat(list(connection, "SELECT concat_ws(' ', statistic, value) FROM flowledger.exporter_statistic"))
                .containsExactly("notSentFlowTotalCount 18446744073709551615");
        assertThat(list(connection, "SELECT concat_ws(' ', vrf_id, name) FROM flowledger.vrf_name"))
                .containsExactly("7 red");
        assertThat(list(
                        connection,
                        "SELECT concat_ws(' ', sampler_id, sampling_rate, scope, scope_id) FROM flowledger.sampler_rate"
                                + " ORDER BY sampling_rate"))
                .containsExactly("20 interface 7", "100 stream", "2 512 sampler 2");
    }

    @Test
    void theLedgerHasAColumnForEachCounter() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        assertThat(columns("flowledger.ledger"))
                .containsAll(Arrays.stream(LedgerCounter.values())
                        .map(counter -> counter.column() + " bigint NOT NULL")
                        .toList());
    }

    @Test
    void columnsOfALaterReleaseAreAddedAndUnknownOnesStay() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        execute(
                connection,
                "DROP VIEW flowledger.flows_scaled; ALTER TABLE flowledger.flows DROP COLUMN username; ALTER TABLE flowledger.flows ADD COLUMN mine text;"
                        + "ALTER TABLE flowledger.ledger DROP COLUMN sequence_lost");
        Schema.migrate(connection, FlowsLayout.FLOWS);
        assertThat(columns("flowledger.flows")).endsWith("mine text", "username text");
        assertThat(columns("flowledger.flows_scaled")).endsWith("mine text", "username text");
        assertThat(columns("flowledger.ledger")).endsWith("sequence_lost bigint NOT NULL");
    }

    @Test
    void aColumnOfAnotherTypeIsAClearError() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        execute(
                connection,
                "DROP VIEW flowledger.flows_scaled; ALTER TABLE flowledger.flows ALTER COLUMN username TYPE bytea USING NULL");
        assertThatThrownBy(() -> Schema.migrate(connection, FlowsLayout.FLOWS))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Column username")
                .hasMessageContaining("bytea")
                .hasMessageContaining("text");
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void aDatabaseOfANewerReleaseIsAClearError() throws Exception {
        Schema.migrate(connection, FlowsLayout.FLOWS);
        execute(connection, "INSERT INTO flowledger.schema_version VALUES (99, 'later')");
        assertThatThrownBy(() -> Schema.migrate(connection, FlowsLayout.FLOWS))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("99");
    }

    @Test
    void aDatabaseThatWasNotSetUpIsAClearErrorForReaders() throws Exception {
        assertThatThrownBy(() -> Schema.existing(connection, FlowsLayout.FLOWS)).isInstanceOf(SchemaException.class);
        Schema.migrate(connection, FlowsLayout.FLOWS);
        assertThat(Schema.existing(connection, FlowsLayout.FLOWS).kind()).isEqualTo(FlowTable.Kind.PARTITIONED);
    }

    @Test
    void twoProgramsThatStartAtOnceDoNotDisturbEachOther() throws Exception {
        CompletableFuture<?>[] starts = new CompletableFuture<?>[4];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = CompletableFuture.runAsync(() -> {
                try (Connection own = database.connect()) {
                    Schema.migrate(own, FlowsLayout.FLOWS);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CompletableFuture.allOf(starts).get(1, TimeUnit.MINUTES);
        assertThat(value(connection, "SELECT count(*) FROM flowledger.schema_version"))
                .isEqualTo(Integer.toString(Schema.version()));
    }

    @Test
    void timescaleIsUsedWhenTheExtensionIsThere() throws Exception {
        // The extension itself is not at hand: this stands for it, so that the choice and the call are seen.
        execute(
                connection,
                "SET allow_system_table_mods = on;"
                        + "INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)"
                        + " VALUES (99999, 'timescaledb', 10, 'public'::regnamespace, false, '2.17');"
                        + "CREATE TABLE asked (text text);"
                        + "CREATE SCHEMA _timescaledb_catalog;"
                        + "CREATE TABLE _timescaledb_catalog.hypertable (schema_name name, table_name name);"
                        + "CREATE FUNCTION create_hypertable(t regclass, c name, chunk_time_interval interval,"
                        + " create_default_indexes boolean) RETURNS text LANGUAGE sql AS $$"
                        + " INSERT INTO asked VALUES (concat_ws(' ', t, c, chunk_time_interval, create_default_indexes));"
                        + " INSERT INTO _timescaledb_catalog.hypertable SELECT n.nspname, r.relname FROM pg_class r"
                        + " JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = t; SELECT 'made' $$");
        FlowTable table = Schema.migrate(connection, FlowsLayout.FLOWS);
        assertThat(table.kind()).isEqualTo(FlowTable.Kind.HYPERTABLE);
        assertThat(table.target(0)).isEqualTo("\"flowledger\".\"flows\"");
        assertThat(list(connection, "SELECT text FROM asked"))
                .containsExactly(
                        "flows received_at 01:00:00 f",
                        "nat_event received_at 01:00:00 f",
                        "discarded_packet received_at 01:00:00 f",
                        "sflow_counter received_at 01:00:00 f");
        assertThat(value(connection, "SELECT relkind FROM pg_class WHERE oid = 'flowledger.flows'::regclass"))
                .isEqualTo("r");
        assertThat(Schema.migrate(connection, FlowsLayout.FLOWS).kind()).isEqualTo(FlowTable.Kind.HYPERTABLE);
    }
}
