package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodeTest {
    @TempDir
    private Path directory;

    private static int status(String... args) {
        return Performance.of(args).status();
    }

    @Test
    void theReferencePageIsTrue() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "reference", "exit-codes.md"));

        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains("\n| " + code.status() + " | " + code.meaning() + " |\n");
        }
        assertThat(page.lines().filter(line -> line.matches("\\| \\d+ .*")).count())
                .isEqualTo(ExitCode.values().length);
    }

    @Test
    void helpAndVersionAreOk() {
        assertThat(status("--help")).isZero();
        assertThat(Performance.of("sql", "--help").out()).contains("Examples:");
        assertThat(Performance.of("version").out()).startsWith("flowledger ");
        assertThat(Performance.of("--version").out()).startsWith("flowledger ");
    }

    @Test
    void aWrongCommandLineIsUsage() {
        assertThat(status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(status("fly")).isEqualTo(ExitCode.USAGE.status());
        assertThat(status("sql")).isEqualTo(ExitCode.USAGE.status());
        assertThat(status("sql", "--format", "xml", "SELECT 1")).isEqualTo(ExitCode.USAGE.status());
        assertThat(status("run", "--batch-rows", "few")).isEqualTo(ExitCode.USAGE.status());
        assertThat(status("writer")).isEqualTo(ExitCode.USAGE.status());
        assertThat(Performance.of("sql", "--databse", "x", "SELECT 1").err()).contains("--database");
    }

    @Test
    void aWrongFileOrVariableIsConfiguration() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.toml"), "lisen = \"udp://:1\"\n");

        Performance wrongFile = Performance.of("run", "--config", file.toString());
        assertThat(wrongFile.status()).isEqualTo(ExitCode.CONFIGURATION.status());
        assertThat(wrongFile.err())
                .isEqualTo("flowledger: " + file + ":1: \"lisen\" is not a setting; did you mean \"listen\"?\n");
        assertThat(Performance.of(Map.of("FLOWLEDGER_FSYNC", "sometimes"), "", 0, "run")
                        .status())
                .isEqualTo(ExitCode.CONFIGURATION.status());
        assertThat(status("run", "--config", directory.resolve("none").toString()))
                .isEqualTo(ExitCode.CONFIGURATION.status());
    }

    @Test
    void aDatabaseThatIsNotThereOrRefusesTheLoginIsDatabase() throws Exception {
        Performance absent = Performance.of("sql", "--database", "postgresql://u:s3cret@127.0.0.1:1/d", "SELECT 1");
        assertThat(absent.status()).isEqualTo(ExitCode.DATABASE.status());
        assertThat(absent.err())
                .contains("127.0.0.1:1")
                .doesNotContain("s3cret")
                .doesNotContain("\tat ");

        try (TestDatabase database = TestDatabase.create()) {
            String wrong = database.databaseUrl().replace(database.password(), "guessed");
            assertThat(status("sql", "--database", wrong, "SELECT 1")).isEqualTo(ExitCode.DATABASE.status());
            String other = database.databaseUrl() + "_that_is_not_there";
            assertThat(status("sql", "--database", other, "SELECT 1")).isEqualTo(ExitCode.DATABASE.status());
        }
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsInputOutput() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        Performance performance = Performance.of("sql", "--data-dir", file.toString(), "SELECT 1");
        assertThat(performance.status()).isEqualTo(ExitCode.INPUT_OUTPUT.status());
        assertThat(performance.err())
                .startsWith("flowledger: ")
                .contains(file.toString())
                .doesNotContain("\tat ");
    }

    @Test
    void checkConfigPrintsTheSettingsAndNoPassword() {
        Performance performance = Performance.of(
                "run", "--check-config", "--database", "postgresql://u:s3cret@db/flows", "--extra", "none");

        assertThat(performance.status()).isZero();
        assertThat(performance.out())
                .contains("extra = \"none\"")
                .contains("# --extra")
                .contains("postgresql://u:***@db/flows")
                .doesNotContain("s3cret");
    }
}
