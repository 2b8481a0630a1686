package io.flowledger.store.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.StoreFixture;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;

/** PostgreSQL takes the SQL of any filter, whatever the values, and a filter and its negation are all flows. */
class FilterSqlTest {
    private static final int FLOWS = 40;

    private static final StoreFixture STORE = filled();

    private static StoreFixture filled() {
        try {
            StoreFixture store = StoreFixture.open(FlowsLayout.FLOWS);
            fill(store);
            return store;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(StoreFixture store) throws SQLException {
        Instant noon = Instant.parse("2026-11-24T12:00:00Z");
        store.connection().setAutoCommit(false);
        store.store().table().makePartitions(store.connection(), List.of(noon.getEpochSecond()));
        store.connection().commit();
        store.connection().setAutoCommit(true);
        store.execute(
                "INSERT INTO flowledger.flows (received_at, exporter, octets, packets, src_addr, dst_addr, src_port,"
                        + " protocol, flow_start, flow_end, application, mpls_labels, src_mac, tos, tcp_flags, vlan)"
                        + " SELECT '2026-11-24 12:00:00+00', '192.0.2.1', nullif(i, 3) * 1000, i % 3, CASE WHEN i % 4 > 0 THEN"
                        + " '10.0.0.0'::inet + i END, '2001:db8::'::inet + i, i * 89, i % 20, '2026-11-24 12:00:00+00',"
                        + " '2026-11-24 12:00:00+00'::timestamptz + (i % 5) * interval '1 s', (ARRAY['dns', 'a b', NULL])[1 + i % 3],"
                        + " ARRAY[i], '00:00:5e:00:53:01', i, i % 64, nullif(i % 2, 0) FROM generate_series(1, " + FLOWS
                        + ") AS i");
    }

    @Test
    void namesFindWhatTheirExportersCallSo() throws Exception {
        STORE.execute("INSERT INTO flowledger.source (journal_id, kind) VALUES (gen_random_uuid(), 'listen')");
        STORE.execute(
                "INSERT INTO flowledger.stream (source_id, exporter, export_version, observation_domain, first_seen,"
                        + " last_seen, template_count, sequence, name) SELECT source_id, '192.0.2.1', 9, 0, now(), now(), 0, '', 'Core1'"
                        + " FROM flowledger.source");
        STORE.execute(
                "INSERT INTO flowledger.option_value SELECT source_id, exporter::inet, 9, 0, v.kind, scope, value, 1, now()"
                        + " FROM flowledger.source, (VALUES ('192.0.2.1', 'interface_name', '3', 'ge-0/0/3'),"
                        + " ('192.0.2.9', 'interface_name', '4', 'ge-0/0/3'), ('192.0.2.1', 'interface_description', '4', 'uplink'),"
                        + " ('192.0.2.1', 'vrf_name', '7', 'red'), ('192.0.2.1', 'application_name', '218103813', 'webex'))"
                        + " v(exporter, kind, scope, value)");
        STORE.execute(
                "INSERT INTO flowledger.flows (received_at, exporter, in_if, out_if, ingress_vrf, application) VALUES"
                        + " ('2026-11-24 12:00:00+00', '192.0.2.1', 3, 4, 7, '13:5'),"
                        + " ('2026-11-24 12:00:00+00', '192.0.2.2', 3, 4, 7, '13:5')");
        try {
            assertThat(count("exporter core1")).isEqualTo(FLOWS + 1);
            assertThat(count("exporter \"c*\" and in if \"ge-0/0/3\"")).isEqualTo(1);
            assertThat(count("in if \"ge-0/0/*\"")).isEqualTo(1);
            assertThat(count("if uplink")).isEqualTo(1);
            assertThat(count("in if uplink")).isZero();
            assertThat(count("vrf RED")).isEqualTo(1);
            assertThat(count("app webex")).isEqualTo(1);
            assertThat(count("not app webex")).isEqualTo(FLOWS + 1);
        } finally {
            STORE.execute("DELETE FROM flowledger.flows WHERE application = '13:5'");
        }
    }

    private static long count(String text) throws Exception {
        return count(Filter.parse(text).root());
    }

    @AfterContainer
    static void close() throws Exception {
        STORE.close();
    }

    private static long count(Expression expression) throws Exception {
        SqlText sql = new SqlText().add("SELECT count(*) FROM flowledger.flows WHERE ");
        Filter.of(expression).appendTo(sql, column -> column);
        try (PreparedStatement statement = sql.prepare(STORE.connection());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Property(tries = 400)
    void anyFilterIsAnsweredAndItsNegationIsTheRest(@ForAll("trees") Expression tree) throws Exception {
        assertThat(count(tree) + count(new Expression.Not(tree))).isEqualTo(FLOWS);
    }

    @Property(tries = 300)
    void anyComparisonIsAnswered(@ForAll("trees") Expression tree, @ForAll Operator operator) throws Exception {
        if (tree instanceof Expression.Term term
                && term.word().kind().isNumber()
                && term.operands().get(0) instanceof Operand.Whole) {
            assertThat(count(new Expression.Term(
                            term.word(), operator, term.operands().subList(0, 1))))
                    .isBetween(0L, (long) FLOWS);
        }
    }

    @Provide
    Arbitrary<Expression> trees() {
        return FilterTest.trees(2);
    }
}
