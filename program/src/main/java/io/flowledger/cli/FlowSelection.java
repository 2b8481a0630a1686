package io.flowledger.cli;

import io.flowledger.config.Quantity;
import io.flowledger.database.DatabaseServer;
import io.flowledger.embedded.ServerSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.QueryStoppedException;
import io.flowledger.store.query.Window;
import io.flowledger.store.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which flows, of which time, and the way to the database that has them. */
final class FlowSelection {
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
            description = "Flows received from then on: 2h (ago), 09:00, yesterday, 2026-11-24T05:00.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Flows received before then. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description =
                    "The time zone in which times are read and printed: Europe/Berlin, +02:00, local. Default: UTC.")
    private String zone = "UTC";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            description = "Longest time to wait. Default: 10m.")
    private String timeout = "10m";

    /** What is asked, over which connection. */
    interface Question<T> {
        T ask(FlowQueries queries, Connection connection) throws Exception;
    }

    Window window(String defaultLast) throws CommandFailure {
        Instant now = Instant.now();
        if (last != null && from != null) {
            throw new CommandFailure(ExitCode.USAGE, "--last and --from exclude each other");
        }
        ZoneId where = zone();
        Instant end = to == null ? now : TimeArgument.parse(to, now, where);
        Instant begin = from != null
                ? TimeArgument.parse(from, now, where)
                : TimeArgument.parse(last == null ? defaultLast : last, end, where);
        if (!begin.isBefore(end)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the time range ends at " + TimeArgument.text(end, where) + ", before it begins at "
                            + TimeArgument.text(begin, where));
        }
        return new Window(begin, end);
    }

    /** In which times are read and printed. */
    ZoneId zone() throws CommandFailure {
        return TimeArgument.zone(zone);
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

    /** Asks; when the process is asked to end meanwhile, the SQL is cancelled. */
    <T> T ask(Invocation invocation, Question<T> question) throws Exception {
        Layout layout = Wiring.layout(invocation.configuration());
        try (DatabaseServer server = DatabaseServer.open(invocation.configuration(), ServerSettings.standard());
                Connection connection = server.connect()) {
            FlowQueries queries = new FlowQueries(connection, Schema.existing(connection, layout), patience());
            Thread stop = new Thread(() -> cancel(queries), "cancel");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                return question.ask(queries, connection);
            } catch (QueryStoppedException e) {
                throw new CommandFailure(
                        ExitCode.STATEMENT, e.getMessage() + (e.isTimeout() ? "; see --timeout" : ""), e);
            } catch (AbsentColumnException e) {
                throw new CommandFailure(ExitCode.USAGE, e.getMessage() + " (layout " + layout.name() + ")", e);
            } finally {
                removeHook(stop);
            }
        }
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
            System.getLogger(FlowSelection.class.getName()).log(System.Logger.Level.DEBUG, "cannot cancel", e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(FlowSelection.class.getName()).log(System.Logger.Level.DEBUG, "the process ends already");
        }
    }
}
