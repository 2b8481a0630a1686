package io.flowledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.child.ChildProcess;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.store.connect.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console over a role that has the rights which docs/operating.md grants, and no others. */
class DatabaseReaderTest {
    private static final Pattern GRANTS = Pattern.compile("```sql\\n(CREATE ROLE flows_reader .*?)```", Pattern.DOTALL);
    private static final List<String> QUESTIONS = List.of(
            "/api/v1/status",
            "/api/v1/top?by=src_addr&" + WebFixture.WINDOW,
            "/api/v1/timeseries?" + WebFixture.WINDOW,
            "/api/v1/flows?" + WebFixture.WINDOW,
            "/api/v1/exporters?" + WebFixture.WINDOW,
            "/api/v1/ledger?" + WebFixture.WINDOW);

    @TempDir
    private Path data;

    @Test
    void theConsoleReadsAsTheRoleThatIsNamedAndThatCanOnlyRead() throws Exception {
        String role = "reader_" + UUID.randomUUID().toString().substring(0, 8);
        try (TestDatabase database = TestDatabase.create();
                Connection owner = database.connect();
                Statement statement = owner.createStatement()) {
            WebFixture.land(data, database);
            statement.execute(grants(role, database.user()));
            statement.execute("CREATE TABLE flowledger.later AS SELECT 7 AS seven");
            String reader = database.databaseUrl().replaceFirst("//[^@/]*@", "//" + role + ":secret@");
            try (ChildProcess web = ChildProcess.flowledger(
                    Map.of(
                            "FLOWLEDGER_DATABASE", database.databaseUrl(),
                            "FLOWLEDGER_DATABASE_READER", reader,
                            "FLOWLEDGER_DATA_DIR", data.resolve("web").toString()),
                    "web",
                    "--web",
                    "http://127.0.0.1:0")) {
                String console = web.awaitOut("Console: +([^;\\s]+)").group(1);
                for (String question : QUESTIONS) {
                    HttpResponse<String> answer = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(console + question))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode())
                            .as(question + " " + answer.body())
                            .isEqualTo(200);
                }
                assertThat(list(
                                statement,
                                "SELECT DISTINCT usename::text FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"))
                        .containsExactly(role);
            }
            try (Connection reading =
                            Database.at(database.jdbcUrl(), role, "secret").connect("test");
                    Statement asked = reading.createStatement()) {
                assertThat(list(asked, "SELECT seven FROM flowledger.later")).containsExactly("7");
                assertThat(list(asked, "SELECT count(*) FROM flowledger.flows")).containsExactly("3");
                assertThatThrownBy(() -> asked.execute("DELETE FROM flowledger.flows"))
                        .hasMessageContaining("permission denied");
            }
            statement.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    private static String grants(String role, String owner) throws Exception {
        Matcher grants = GRANTS.matcher(Files.readString(Path.of("..", "docs", "operating.md")));
        assertThat(grants.find()).isTrue();
        return grants.group(1).replace("flows_reader", role).replace("FOR ROLE flows ", "FOR ROLE " + owner + " ");
    }

    private static List<String> list(Statement statement, String sql) throws Exception {
        List<String> list = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                list.add(rows.getString(1));
            }
        }
        return list;
    }
}
