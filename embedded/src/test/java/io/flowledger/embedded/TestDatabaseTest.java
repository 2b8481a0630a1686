package io.flowledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {
    @Test
    void eachDatabaseIsEmptyAndItsOwn() throws Exception {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create();
                Connection inOne = one.connect();
                Connection inOther = other.connect();
                Statement ofOne = inOne.createStatement();
                Statement ofOther = inOther.createStatement()) {
            ofOne.execute("CREATE TABLE only_in_one (n integer)");
            try (ResultSet rows = ofOther.executeQuery("SELECT to_regclass('only_in_one') IS NULL")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
    }
}
