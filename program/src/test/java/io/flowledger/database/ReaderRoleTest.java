package io.flowledger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ReaderRoleTest {
    @Test
    void theRoleReadsAllTablesAlsoLaterOnesAndWritesNone() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection superuser = database.connect()) {
            Store.open(
                            Database.at(database.jdbcUrl(), database.user(), database.password()),
                            FlowsLayout.FLOWS,
                            new StopSignal())
                    .close();
            String password = ReaderRole.password(database.password());
            ReaderRole.ensure(superuser, password);
            ReaderRole.ensure(superuser, password);
            try (Statement statement = superuser.createStatement()) {
                statement.execute("CREATE TABLE flowledger.later AS SELECT 7 AS seven");
            }
            try (Connection reader = Database.at(database.jdbcUrl(), ReaderRole.NAME, password)
                            .connect("test");
                    Statement statement = reader.createStatement()) {
                try (ResultSet rows = statement.executeQuery(
                        "SELECT seven, (SELECT count(*) FROM flowledger.flows) FROM flowledger.later")) {
                    rows.next();
                    assertThat(rows.getLong(1)).isEqualTo(7);
                }
                statement.execute("SET default_transaction_read_only = off");
                assertThatThrownBy(() -> statement.execute("DELETE FROM flowledger.ledger"))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() -> statement.execute("CREATE TABLE flowledger.mine (a int)"))
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void theRoleIsMadeBeforeAnythingIsThereAndReadsWhatComes() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection superuser = database.connect()) {
            String password = ReaderRole.password(database.password());
            ReaderRole.ensure(superuser, password);
            Store.open(
                            Database.at(database.jdbcUrl(), database.user(), database.password()),
                            FlowsLayout.FLOWS,
                            new StopSignal())
                    .close();
            try (Connection reader = Database.at(database.jdbcUrl(), ReaderRole.NAME, password)
                            .connect("test");
                    Statement statement = reader.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*) FROM flowledger.flows")) {
                rows.next();
                assertThat(rows.getLong(1)).isZero();
            }
        }
    }
}
