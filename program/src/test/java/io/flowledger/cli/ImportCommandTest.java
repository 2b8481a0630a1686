package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final int FLOWS = 300;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Path capture;

    @BeforeEach
    void writeCapture() throws Exception {
        database = TestDatabase.create();
        capture = directory.resolve("flows.pcap");
        Performance written = Performance.of(
                "generate",
                "--write",
                capture.toString(),
                "--protocol",
                "v5",
                "--datagrams",
                "10",
                "--records-per-datagram",
                "30");
        assertThat(written.status()).as(written.err()).isZero();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    private Performance flowledger(String data, String... args) {
        return Performance.of(
                Map.of(
                        "FLOWLEDGER_DATABASE",
                        database.databaseUrl(),
                        "FLOWLEDGER_DATA_DIR",
                        directory.resolve(data).toString()),
                "",
                0,
                args);
    }

    private long rows() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM flowledger.flows")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aSecondImportOfTheSameContentAddsNothingAndSaysSo() throws Exception {
        assertThat(flowledger("data", "import", capture.toString()).status()).isZero();
        assertThat(rows()).isEqualTo(FLOWS);
        Performance second = flowledger("data", "import", capture.toString());
        assertThat(second.status()).isZero();
        assertThat(second.err()).contains("flows.pcap: imported before, at ").contains("skipped");
        assertThat(rows()).isEqualTo(FLOWS);
        Performance elsewhere = flowledger("other", "import", capture.toString());
        assertThat(elsewhere.err()).contains("imported before");
        assertThat(rows()).isEqualTo(FLOWS);
        assertThat(flowledger("data", "audit").status()).isZero();
    }

    @Test
    void againImportsOnceMore() throws Exception {
        flowledger("data", "import", capture.toString());
        assertThat(flowledger("data", "import", "--again", capture.toString()).status())
                .isZero();
        assertThat(rows()).isEqualTo(2 * FLOWS);
        assertThat(flowledger("data", "audit").status()).isZero();
    }

    @Test
    void anImportThatWasCutOffElsewhereIsNotBegunFromTheStartUnasked() throws Exception {
        flowledger("data", "import", capture.toString());
        execute("UPDATE flowledger.import_file SET finished_at = NULL, datagrams = NULL");
        Performance elsewhere = flowledger("other", "import", capture.toString());
        assertThat(elsewhere.status()).isEqualTo(ExitCode.INPUT_FILE.status());
        assertThat(elsewhere.err()).contains("flows.pcap: an import of it was begun with another data directory");
        assertThat(rows()).isEqualTo(FLOWS);
        Performance there = flowledger("data", "import", capture.toString());
        assertThat(there.status()).as(there.err()).isZero();
        assertThat(there.err()).contains("goes on after datagram 10");
        assertThat(rows()).isEqualTo(FLOWS);
    }

    @Test
    void withoutFsyncAnImportEndsToo() throws Exception {
        Performance imported = flowledger("data", "import", "--fsync", "none", capture.toString());
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(rows()).isEqualTo(FLOWS);
    }
}
