package io.flowledger.cli;

import io.flowledger.config.Quantity;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Accuracy;
import io.flowledger.store.query.AnswerSource;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.QueryStoppedException;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import io.flowledger.store.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that all questions about flows share, and the way from them to the database. */
final class QueryOptions {
    @Parameters(
            paramLabel = "FILTER",
            arity = "0..*",
            description = "Which flows, for example: src net 10.0.0.0/8 and dst port 443. Default: all.")
    private List<String> words = List.of();

    @Option(names = "--last", paramLabel = "TIME", description = "Flows received in the last 5m, 1h, 7d. Default: 1h.")
    private @Nullable String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Flows received from then on: 2h (ago) or a time in UTC.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Flows received before then. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How the answer is printed. Default: table, fitted to the terminal.")
    private SqlCommand.Format format = SqlCommand.Format.TABLE;

    @Option(
            names = "--numeric",
            description =
                    "Plain numbers in tables: no units, no names of protocols, ports, interfaces, VRFs, applications.")
    private boolean numeric;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "Longest time to wait. Default: 10m.")
    private String timeout = "10m";

    @Option(names = "--sql", description = "Print the SQL instead of running it.")
    private boolean sqlOnly;

    @Option(
            names = "--trust",
            paramLabel = "usual|sums|exact|rows",
            defaultValue = "usual",
            description =
                    "What to read: the sums by minute, hour and day, for long times of the largest keys only (usual);"
                            + " those however inexact (sums); those where they are exact (exact); never those (rows)."
                            + " Default: usual.")
    private Trust trust = Trust.USUAL;

    /** What is asked. */
    interface Question<T> {
        T ask(FlowQueries queries) throws SQLException;
    }

    /** What of an answer may have names: rows of values, and in which columns they stand. */
    record Nameable(List<String> columns, List<List<@Nullable Object>> rows) {}

    /** What becomes of the answer. */
    interface Printer<T> {
        void print(T answer, Names names) throws Exception;
    }

    /** A remark below an answer: what it was read from, and how far it is exact. */
    static String remark(AnswerSource source, Accuracy accuracy) {
        StringBuilder text = new StringBuilder();
        if (source != AnswerSource.ROWS) {
            text.append("; from sums by ").append(source.name().toLowerCase(Locale.ROOT));
        }
        if (!accuracy.isExact()) {
            text.append(" of the largest keys, see --trust");
        }
        for (Window gone : accuracy.missing()) {
            text.append("; dropped: ").append(gone.from()).append(" to ").append(gone.to());
        }
        return text.toString();
    }

    SqlCommand.Format format() {
        return format;
    }

    /** Whether people read it: a table with units and names. */
    boolean isForPeople() {
        return format == SqlCommand.Format.TABLE && !numeric;
    }

    Window window(String defaultLast) throws CommandFailure {
        Instant now = Instant.now();
        if (last != null && from != null) {
            throw new CommandFailure(ExitCode.USAGE, "--last and --from exclude each other");
        }
        Instant end = to == null ? now : TimeArgument.parse(to, now);
        Instant begin = from != null
                ? TimeArgument.parse(from, now)
                : TimeArgument.parse(last == null ? defaultLast : last, end);
        if (!begin.isBefore(end)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the time range ends at " + end + ", before it begins at " + begin);
        }
        return new Window(begin, end);
    }

    Filter filter() throws CommandFailure {
        String text = String.join(" ", words);
        try {
            return Filter.parse(text);
        } catch (FilterException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "filter: " + e.getMessage() + "\n  " + text.replaceAll("\\s", " ") + "\n  "
                            + " ".repeat(e.position()) + "^".repeat(Math.max(1, e.length())),
                    e);
        }
    }

    /**
     * Asks and prints, or prints the SQL where that is all that is wanted; when the process is asked to end meanwhile, the SQL is
     * cancelled.
     */
    <T> ExitCode perform(
            Invocation invocation,
            Question<String> sql,
            Question<T> question,
            Function<T, Nameable> nameable,
            Printer<T> printer)
            throws Exception {
        Layout layout = Wiring.layout(invocation.configuration());
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Connection connection = server.connect()) {
            FlowQueries queries =
                    new FlowQueries(connection, Schema.existing(connection, layout), patience()).trusting(trust);
            Thread stop = new Thread(() -> cancel(queries), "cancel");
            Runtime.getRuntime().addShutdownHook(stop);
            T answer;
            Names names;
            try (Waiting waiting =
                    new Waiting(invocation.err(), invocation.surroundings().progressColumns())) {
                if (sqlOnly) {
                    invocation.out().println(sql.ask(queries) + ";");
                    return ExitCode.OK;
                }
                answer = question.ask(queries);
                // Names are read from the database for people only.
                Nameable named = nameable.apply(answer);
                names = isForPeople()
                        ? Names.read(connection, named.columns(), named.rows())
                        : Names.ofRegistries(named.columns());
            } catch (QueryStoppedException e) {
                throw new CommandFailure(
                        ExitCode.STATEMENT, e.getMessage() + (e.isTimeout() ? "; see --timeout" : ""), e);
            } catch (AbsentColumnException e) {
                throw new CommandFailure(ExitCode.USAGE, e.getMessage() + " (layout " + layout.name() + ")", e);
            } finally {
                removeHook(stop);
            }
            printer.print(answer, names);
        }
        return ExitCode.OK;
    }

    private Duration patience() throws CommandFailure {
        try {
            return Quantity.duration(timeout);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--timeout: " + e.getMessage(), e);
        }
    }

    private static void cancel(FlowQueries queries) {
        try {
            queries.cancel();
        } catch (SQLException e) {
            System.getLogger(QueryOptions.class.getName()).log(System.Logger.Level.DEBUG, "cannot cancel", e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(QueryOptions.class.getName()).log(System.Logger.Level.DEBUG, "the process ends already");
        }
    }
}
