package io.flowledger.cli;

import io.flowledger.store.filter.Filter;
import io.flowledger.store.query.Accuracy;
import io.flowledger.store.query.AnswerSource;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Names;
import io.flowledger.store.query.Trust;
import io.flowledger.store.query.Window;
import java.sql.SQLException;
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
                    "Plain numbers in tables: no units, no names of protocols, ports, interfaces, VRFs, applications.")
    private boolean numeric;

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

    /** A remark below an answer: what it was read from, and how far it is exact; nothing when there is nothing to say. */
    static void printRemark(Invocation invocation, AnswerSource source, Accuracy accuracy) {
        List<String> remarks = new ArrayList<>();
        if (source != AnswerSource.ROWS) {
            remarks.add("from sums by " + source.name().toLowerCase(Locale.ROOT));
        }
        if (!accuracy.isExact()) {
            remarks.add("of the largest keys, see --trust");
        }
        for (Window gone : accuracy.missing()) {
            remarks.add("dropped: " + gone.from() + " to " + gone.to());
        }
        if (!remarks.isEmpty()) {
            invocation.out().println(String.join("; ", remarks));
        }
    }

    SqlCommand.Format format() {
        return format;
    }

    /** Whether people read it: a table with units and names. */
    boolean isForPeople() {
        return format == SqlCommand.Format.TABLE && !numeric;
    }

    Window window(String defaultLast) throws CommandFailure {
        return selection.window(defaultLast);
    }

    Filter filter() throws CommandFailure {
        return selection.filter();
    }

    private record Answered<T>(T answer, Names names) {}

    /** Asks and prints, or prints the SQL where that is all that is wanted. */
    <T> ExitCode perform(
            Invocation invocation,
            Question<String> sql,
            Question<T> question,
            Function<T, Nameable> nameable,
            Printer<T> printer)
            throws Exception {
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
                // Names are read from the database for people only.
                Names names = isForPeople()
                        ? Names.read(connection, named.columns(), named.rows())
                        : Names.ofRegistries(named.columns());
                return Optional.of(new Answered<>(answer, names));
            }
        });
        if (answered.isPresent()) {
            printer.print(answered.get().answer(), answered.get().names());
        }
        return ExitCode.OK;
    }
}
