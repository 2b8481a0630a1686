package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.embedded.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SqlCommandTest {
    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() throws Exception {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() throws Exception {
        database.close();
    }

    private static Performance sql(String... args) {
        return sqlAt(0, "", args);
    }

    private static Performance sqlAt(int columns, String input, String... args) {
        List<String> words = new ArrayList<>(List.of("sql"));
        words.addAll(List.of(args));
        return Performance.of(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl()), input, columns, words.toArray(new String[0]));
    }

    @Test
    void aTableAlignsNumbersRightAndHasNothingForNull() {
        Performance sql = sql("SELECT * FROM (VALUES (1, 'a', NULL::text), (100, 'bcd', 'x')) AS t(n, word, maybe)");

        assertThat(sql.status()).isZero();
        assertThat(sql.err()).isEmpty();
        assertThat(sql.out()).isEqualTo("""
                        n   | word | maybe
                        ----+------+------
                          1 | a    |
                        100 | bcd  | x
                        (2 rows)
                        """);
    }

    @Test
    void aTableIsCutToTheWidthOfTheTerminal() {
        Performance sql = sqlAt(24, "", "SELECT 'short' AS a, repeat('x', 50) AS b");

        assertThat(sql.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(24));
        assertThat(sql.out()).contains("short | xxxxxxxxxxxxxxx…");
    }

    @Test
    void aRowWithMoreColumnsThanTheTerminalHoldsBecomesAList() {
        Performance sql = sqlAt(20, "", "SELECT 'aaaaaaaaaa' AS one, 'bbbbbbbbbb' AS two, 'cccccccccc' AS three");

        assertThat(sql.out()).isEqualTo("""
                        -- row 1 -----
                        one   | aaaaaaaaaa
                        two   | bbbbbbbbbb
                        three | cccccccccc
                        (1 row)
                        """);
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(sql("SELECT E'a\\x1b[31mb\\nc' AS text").out())
                .contains("a\\x1b[31mb\\nc")
                .doesNotContain("\u001b");
    }

    @Test
    void csvQuotesAfterRfc4180AndTellsNullFromEmpty() {
        Performance sql = sql(
                "--format",
                "csv",
                "SELECT * FROM (VALUES (1, 'a,b', ''), (2, 'say \"hi\"', NULL), (3, E'two\\nlines', 'x'))"
                        + " AS t(n, \"the,word\", e)");

        assertThat(sql.out())
                .isEqualTo("n,\"the,word\",e\n1,\"a,b\",\"\"\n2,\"say \"\"hi\"\"\",\n3,\"two\nlines\",x\n");
    }

    @Test
    void jsonIsOneObjectARowWithTypes() {
        Performance sql = sql(
                "--format",
                "json",
                "SELECT 9223372036854775807::bigint AS n, 1.50::numeric AS d, 'NaN'::float8 AS nan, true AS b,"
                        + " NULL AS nil, '10.0.0.1'::inet AS ip, ARRAY[[1,2],[3,NULL]] AS a, ARRAY['x', NULL] AS w,"
                        + " '{\"k\": [1]}'::jsonb AS j, timestamptz '2026-11-24 05:00:00.5+02' AS at,"
                        + " timestamp '2026-11-24 05:00:00' AS local, date '2026-11-24' AS day, 1 AS n");

        assertThat(sql.out())
                .isEqualTo("{\"n\":9223372036854775807,\"d\":1.50,\"nan\":\"NaN\",\"b\":true,\"nil\":null,"
                        + "\"ip\":\"10.0.0.1\",\"a\":[[1,2],[3,null]],\"w\":[\"x\",null],\"j\":{\"k\": [1]},"
                        + "\"at\":\"2026-11-24T03:00:00.5Z\",\"local\":\"2026-11-24T05:00:00\","
                        + "\"day\":\"2026-11-24\",\"n_2\":1}\n");
    }

    @Test
    void severalStatementsAreDoneInOrderAndCountWhatTheyChanged() {
        Performance sql = sql("CREATE TABLE several (n integer); INSERT INTO several SELECT generate_series(1, 5);"
                + " /* ; */ UPDATE several SET n = n + 1 WHERE n > 3; SELECT sum(n) FROM several; DROP TABLE several");

        assertThat(sql.status()).isZero();
        assertThat(sql.out()).isEqualTo("CREATE\nINSERT 5\nUPDATE 2\nsum\n---\n 17\n(1 row)\nDROP\n");
    }

    @Test
    void whatAProgramReadsHasNoCounts() {
        Performance sql = sql(
                "--format", "csv", "CREATE TABLE counted (n integer); INSERT INTO counted VALUES (1); TABLE counted");

        assertThat(sql.out()).isEqualTo("n\n1\n");
        assertThat(sql.err()).isEqualTo("CREATE\nINSERT 1\n");
    }

    @Test
    void aStatementThatMayNotRunInATransactionWorks() {
        assertThat(sql("SELECT 1; VACUUM pg_class").status()).isZero();
    }

    @Test
    void aTransactionOfTheUserIsHisOwn() {
        Performance sql = sql("CREATE TABLE mine (n integer); BEGIN; INSERT INTO mine VALUES (1);"
                + " SELECT count(*) FROM mine; ROLLBACK; SELECT count(*) AS after FROM mine");

        assertThat(sql.out()).endsWith("after\n-----\n    0\n(1 row)\n");
    }

    @Test
    void moreRowsThanOneFetchHoldsAreAllPrinted() {
        Performance sql = sql("--format", "csv", "SELECT generate_series(1, 12345) AS n");

        assertThat(sql.out().lines().count()).isEqualTo(12346);
        assertThat(sql.out()).endsWith("\n12345\n");
    }

    @Test
    void statementsAreReadFromStandardInput() {
        assertThat(sqlAt(0, "SELECT\n  'from stdin' AS x;\n", "-").out()).contains("from stdin");
    }

    @Test
    void aRefusedStatementIsShownWithACaretAtThePlace() {
        Performance sql = sql("SELECT 1;\nSELECT a,\n  nothing FROM (SELECT 1 AS a) AS t");

        assertThat(sql.status()).isEqualTo(ExitCode.STATEMENT.status());
        assertThat(sql.err()).contains("flowledger: column \"nothing\" does not exist\n");
        assertThat(sql.err()).contains("  nothing FROM (SELECT 1 AS a) AS t\n          ^\nSQLSTATE 42703\n");
    }

    @Test
    void timesAreInUtcAndOurSchemaIsSearchedFirst() {
        Performance sql = sql("--format", "csv", "SELECT current_setting('timezone'), current_setting('search_path')");

        assertThat(sql.out().lines().skip(1)).containsExactly("UTC,\"flowledger,public\"");
    }

    @Test
    void noticesGoToStandardError() {
        Performance sql = sql("--format", "csv", "DROP TABLE IF EXISTS was_never_there; SELECT 1 AS n");

        assertThat(sql.err()).contains("notice: table \"was_never_there\" does not exist, skipping");
        assertThat(sql.out()).isEqualTo("n\n1\n");
    }
}
