package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.TransactionState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Statements and their answers; rows are streamed, however many they are. */
@Command(
        name = "sql",
        description =
                "Put SQL to the database and print the answer; works while `flowledger run` runs, and without it.",
        footer = {
            "",
            "Times are UTC; the schemas flowledger and public are searched. CSV quotes after RFC 4180 and",
            "tells NULL (nothing) from an empty string (\"\"); JSON is one object a row.",
            "Examples:",
            "  flowledger sql \"SELECT exporter, sum(octets) FROM flows GROUP BY 1 ORDER BY 2 DESC\"",
            "  flowledger sql --format csv \"SELECT * FROM flows WHERE dst_port = 53\" > dns.csv",
            "  flowledger sql - < report.sql"
        })
final class SqlCommand implements Job {
    /** Statements that answer with rows and may run inside a transaction. */
    private static final Set<String> STREAMED = Set.of("SELECT", "WITH", "VALUES", "TABLE");

    private static final Pattern FIRST_WORD =
            Pattern.compile("(?:\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*([A-Za-z]+)", Pattern.DOTALL);
    private static final int FETCH_ROWS = 1000;
    private static final int OUTPUT_OCTETS = 1 << 16;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How rows are printed. Default: table, fitted to the terminal.")
    private Format format = Format.TABLE;

    @Parameters(
            paramLabel = "STATEMENT",
            arity = "1",
            description = "One statement or several with ; between, or - for standard input.")
    private String text = "";

    enum Format {
        TABLE,
        CSV,
        JSON;

        /** Prints rows so; {@code columns} is the terminal's width, 0 when it is none. */
        RowPrinter printer(int columns) {
            return switch (this) {
                case TABLE -> new TablePrinter(columns);
                case CSV -> new CsvPrinter();
                case JSON -> new JsonPrinter();
            };
        }
    }

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(Setting.DATA_DIR, Setting.DATABASE, Setting.LOG_LEVEL);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        String script = text.equals("-")
                ? new String(invocation.surroundings().in().readAllBytes(), StandardCharsets.UTF_8)
                : text;
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard())) {
            try (Connection connection = connect(server)) {
                for (NativeQuery statement : Parser.parseJdbcSql(script, true, false, true, false, false)) {
                    if (!statement.nativeSql.isBlank()) {
                        perform(connection, statement, invocation);
                    }
                }
            }
        }
        return ExitCode.OK;
    }

    private static Connection connect(DatabaseServer server) throws SQLException, CommandFailure {
        try {
            return server.connect();
        } catch (SQLException e) {
            throw new CommandFailure(SqlFailure.exitCode(e), server + ": " + SqlFailure.message(e, ""), e);
        }
    }

    private void perform(Connection connection, NativeQuery query, Invocation invocation)
            throws SQLException, CommandFailure, IOException {
        // A cursor needs a transaction; other statements may not be within one (VACUUM, CREATE DATABASE).
        String word = firstWord(query.nativeSql);
        boolean streamed = STREAMED.contains(word)
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
        connection.setAutoCommit(!streamed);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setFetchSize(FETCH_ROWS);
            if (statement.execute(query.nativeSql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    print(rows, invocation);
                }
            } else {
                printCount(word, statement.getUpdateCount(), invocation);
            }
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                invocation.err().println(SqlFailure.notice(warning));
            }
            if (streamed) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new CommandFailure(SqlFailure.exitCode(e), SqlFailure.message(e, query.nativeSql), e);
        }
    }

    private void print(ResultSet rows, Invocation invocation) throws SQLException, IOException {
        RowPrinter printer = format.printer(invocation.surroundings().columns());
        // Standard output flushes each line, which is slow for many.
        PrintStream out = new PrintStream(
                new BufferedOutputStream(invocation.out(), OUTPUT_OCTETS), false, StandardCharsets.UTF_8);
        printer.print(rows, out);
        out.flush();
        if (out.checkError() || invocation.out().checkError()) {
            throw new IOException("standard output was closed");
        }
    }

    private void printCount(String word, long count, Invocation invocation) {
        // Rows alone go to standard output where a program reads it.
        (format == Format.TABLE ? invocation.out() : invocation.err()).println(count > 0 ? word + " " + count : word);
    }

    /** In capitals, behind comments; empty when there is none. */
    private static String firstWord(String sql) {
        Matcher word = FIRST_WORD.matcher(sql);
        return word.lookingAt() ? word.group(1).toUpperCase(Locale.ROOT) : "";
    }
}
