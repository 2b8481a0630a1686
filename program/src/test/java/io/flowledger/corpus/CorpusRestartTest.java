package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.cli.Performance;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.wire.corpus.ExpectedSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sets of the corpus whose datagrams are files of their own, imported one after the other by a program that ends after each:
 * templates and parked Sets come from the database, and no record is missing. With {@code -Dflowledger.fault.cuts=all} all of
 * them, else some.
 */
final class CorpusRestartTest {
    private static final int STEP = 8;

    @TempDir
    private Path data;

    @TestFactory
    List<DynamicTest> noRecordIsMissingWhenTheProgramEndsAfterEachDatagram() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        int step = "all".equals(System.getProperty("flowledger.fault.cuts")) ? 1 : STEP;
        List<DynamicTest> tests = new ArrayList<>();
        int count = 0;
        for (ExpectedSet set : ExpectedSet.all(Objects.requireNonNull(corpus))) {
            if (files(set).size() > 1
                    && files(set).size() <= 10
                    && !Deviations.of(set.name()).containsKey("flow_records")
                    && (count++ % step == 0 || set.number("records_recoverable_by_buffering") > 0)) {
                tests.add(DynamicTest.dynamicTest(set.name(), () -> assertRecords(set)));
            }
        }
        return tests;
    }

    private static List<?> files(ExpectedSet set) {
        return (List<?>) Objects.requireNonNull(set.values().get("files"));
    }

    private void assertRecords(ExpectedSet set) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Map<String, String> environment = Map.of(
                    "FLOWLEDGER_DATABASE",
                    database.databaseUrl(),
                    "FLOWLEDGER_DATA_DIR",
                    data.resolve(set.name().replace('/', '-')).toString());
            for (Object file : files(set)) {
                // Some files are alike; and between a template and its data may lie 26 years.
                String path = set.corpus().resolve((String) file).toString();
                Performance imported = Performance.of(environment, "", 0, "import", "--again", path);
                assertThat(imported.status()).as(imported.err()).isZero();
            }
            assertThat(number(database, "SELECT count(*) FROM flowledger.flows")
                            - number(database, "SELECT sum(reverse_rows) FROM flowledger.ledger"))
                    .isEqualTo(set.number("flow_records") + set.number("records_recoverable_by_buffering"));
            Performance audit = Performance.of(environment, "", 0, "audit");
            assertThat(audit.status()).as(audit.out()).isZero();
        }
    }

    private static long number(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
