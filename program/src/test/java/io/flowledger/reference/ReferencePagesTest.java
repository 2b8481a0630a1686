package io.flowledger.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Store;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.web.ApiDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** Holds the pages against the code; with {@code -Dflowledger.reference=write} they are written anew instead. */
class ReferencePagesTest {
    private static final Path DIRECTORY = Path.of("..", "docs", "reference");

    private static void isAsTheCodeSays(String name, String content) throws Exception {
        Path page = DIRECTORY.resolve(name);
        if ("write".equals(System.getProperty("flowledger.reference"))) {
            Files.writeString(page, content);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("%s; -Dflowledger.reference=write makes it anew", page)
                .isEqualTo(content);
    }

    @Test
    void theColumnsOfFlowsAreAsDeclared() throws Exception {
        isAsTheCodeSays("flows.md", ReferencePages.columns());
    }

    @Test
    void everyFaultIsExplained() throws Exception {
        isAsTheCodeSays("faults.md", ReferencePages.faults());
    }

    @Test
    void theApiIsExplained() throws Exception {
        isAsTheCodeSays("api.md", ReferencePages.api(ApiDocument.load().json("")));
    }

    @Test
    void everySettingIsExplained() throws Exception {
        isAsTheCodeSays("settings.md", ReferencePages.settings());
    }

    @Test
    void whatTheStandardsAskIsDoneByClassesAndTestsThatAreThere() throws Exception {
        var sources = Compliance.sources();
        for (Compliance line : Compliance.all()) {
            assertThat(line.mistakes(sources)).as(line.toString()).isEmpty();
        }
        isAsTheCodeSays("rfc-compliance.md", Compliance.page());
    }

    @Test
    void everyCommandIsExplained() throws Exception {
        isAsTheCodeSays("cli.md", ReferencePages.commands());
    }

    @Test
    void theTablesAreAsInTheDatabase() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Store.open(
                            Database.at(database.jdbcUrl(), database.user(), database.password()),
                            FlowsLayout.FLOWS,
                            new StopSignal())
                    .close();
            try (Connection connection = database.connect()) {
                isAsTheCodeSays("ledger.md", ReferencePages.ledger(connection));
                String tables = TablesPage.text(connection);
                assertThat(tables.lines().filter(line -> line.matches("\\|.*\\| *\\|")))
                        .as("columns that nothing is said of")
                        .isEmpty();
                isAsTheCodeSays("tables.md", tables);
            }
        }
    }
}
