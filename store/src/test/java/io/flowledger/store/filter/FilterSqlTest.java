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
