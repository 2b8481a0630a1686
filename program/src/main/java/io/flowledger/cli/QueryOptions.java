package io.flowledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.query.Accuracy;
import io.flowledger.store.query.AnswerSource;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that all questions about flows share whose answers are printed. */
final class QueryOptions {
    @Mixin
    private FlowSelection selection = new FlowSelection();

    @Option(
            names = "--format",
            paramLabel = "table|csv|json",
            defaultValue = "table",
            description = "How the answer is printed. Default: table, fitted to the terminal.")
    private SqlCommand.Format format = SqlCommand.Format.TABLE;

    @Option(
            names = "--numeric",
            description =
                    "Plain numbers in tables: no units, and no names of protocols, ports, exporters, interfaces, VRFs,"
                            + " applications.")
    private boolean numeric;

    @Option(
            names = "--whole",
            description =
                    "Print the whole answer as one JSON object, as the API gives it: with what is left out, the total,"
                            + " names, and how far it is exact.")
    private boolean whole;

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

    /** What becomes of the answer where a program wants all of it. */
    interface Document<T> {
        JsonNode of(T answer, Names names);
    }

    /** How far an answer can be relied on, where there is something to say: below a table, else on standard error. */
    void printRemark(Invocation invocation, AnswerSource source, Accuracy accuracy) throws CommandFailure {
        List<String> remarks = new ArrayList<>();
        if (source != AnswerSource.ROWS && isTable()) {
            remarks.add("from sums by " + source.name().toLowerCase(Locale.ROOT));
        }
        if (!accuracy.isExact()) {
            remarks.add("not exact: of the largest keys, see --trust");
        }
        for (Window gone : accuracy.missing()) {
            remarks.add("dropped: " + text(gone.from()) + " to " + text(gone.to()));
        }
        if (!remarks.isEmpty()) {
            (isTable() ? invocation.out() : invocation.err()).println(String.join("; ", remarks));
        }
    }

    /** A time as it is printed. */
    String text(Instant time) throws CommandFailure {
        return TimeArgument.text(time, selection.zone());
    }

    /** A time of a row, as the database gives it in UTC, in the zone that is asked for. */
    String timeOfRow(String text) throws CommandFailure {
        ZoneId zone = selection.zone();
        return zone.normalized().equals(ZoneOffset.UTC)
                ? text
                : TimeArgument.text(
                        LocalDateTime.parse(text.replaceFirst("\\+00$", "").replace(' ', 'T'))
                                .toInstant(ZoneOffset.UTC),
                        zone);
    }

    /** Whether it is a table, which people read. */
    boolean isTable() {
        return format == SqlCommand.Format.TABLE;
    }

    SqlCommand.Format format() {
        return format;
    }

    /** Whether values have units and names. */
    boolean isForPeople() {
        return isTable() && !numeric;
    }

    /** A number: with a unit for people. */
    Object amount(long value) {
        return isForPeople() ? HumanText.amount(value) : Long.valueOf(value);
    }

    /** The values of a row with their names where people read them. */
    List<@Nullable Object> named(Names names, List<String> columns, List<@Nullable Object> row) {
        List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            shown.add(isForPeople() ? HumanText.named(names, columns.get(i), row, i) : row.get(i));
        }
        return shown;
    }

    Window window(String defaultLast) throws CommandFailure {
        return selection.window(defaultLast);
    }

    Filter filter() throws CommandFailure {
        return selection.filter();
    }

    private record Answered<T>(T answer, Names names) {}

    /** Refuses two ways of printing at once. */
    private void check() throws CommandFailure {
        if (whole && (format == SqlCommand.Format.CSV || numeric)) {
            throw new CommandFailure(ExitCode.USAGE, "--whole is JSON: it excludes --format csv and --numeric");
        }
    }

    /** Asks and prints, or prints the SQL where that is all that is wanted. */
    <T> ExitCode perform(
            Invocation invocation,
            Question<String> sql,
            Question<T> question,
            Function<T, Nameable> nameable,
            Document<T> document,
            Printer<T> printer)
            throws Exception {
        check();
        selection.zone();
        Optional<Answered<T>> answered = selection.ask(invocation, (queries, connection) -> {
            queries.trusting(trust);
            if (sqlOnly) {
                invocation.out().println(sql.ask(queries) + ";");
                return Optional.empty();
            }
            try (Waiting waiting =
                    new Waiting(invocation.err(), invocation.surroundings().progressColumns())) {
                T answer = question.ask(queries);
                Nameable named = nameable.apply(answer);
                Names names = isForPeople() || whole
                        ? Names.read(connection, named.columns(), named.rows())
                        : Names.ofRegistries(named.columns());
                return Optional.of(new Answered<>(answer, names));
            }
        });
        if (answered.isPresent()) {
            T answer = answered.get().answer();
            Names names = answered.get().names();
            if (whole) {
                invocation.out().println(document.of(answer, names));
            } else {
                printer.print(answer, names);
            }
        }
        return ExitCode.OK;
    }
}
