package io.flowledger.bench;

import io.flowledger.bench.goal.GoalBook;
import io.flowledger.bench.whole.QueryGoals;
import io.flowledger.bench.whole.QueryRun;
import io.flowledger.bench.whole.QueryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures answers over many rows, and writes QUERIES.md. */
@Command(
        name = "queries",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures answers over the rows of a data directory, beside nfdump over the same flows, and writes"
                        + " bench/QUERIES.md. Makes the rows first when there is no such directory.")
final class QueryBench implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private Bench bench;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "The data directory of the program, with the embedded server's data; is kept.")
    private Path dataDirectory = Path.of("");

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description =
                    "Capture of the last hour, which nfcapd gets too; written when rows are made. Without it nothing is"
                            + " measured beside nfdump.")
    private @Nullable Path capture;

    @Option(names = "--days", defaultValue = "30", description = "Days of rows to make, an hour each. Default: 30.")
    private int days;

    @Option(names = "--flows", defaultValue = "3334000", description = "Flows of a day. Default: 3334000.")
    private long flows;

    @Option(names = "--rounds", defaultValue = "7", description = "Repetitions of each question. Default: 7.")
    private int rounds;

    @Option(
            names = "--drop-caches",
            description =
                    "Before the first of each question, start the server anew and drop the system's page cache, which"
                            + " only root can. Without it the first one finds what is cached.")
    private boolean dropCaches;

    @Option(
            names = "--no-rebuild",
            negatable = true,
            description = "Do not sum the last hour once more to see what that costs.")
    private boolean rebuild = true;

    @Override
    public Integer call() throws Exception {
        Path java = Bench.java(Path.of(System.getProperty("java.home")));
        String load = Machine.load();
        try (QueryRun run = new QueryRun(dataDirectory, java, Bench::say)) {
            if (Files.notExists(dataDirectory)) {
                run.make(days, flows, capture);
            }
            QueryRun.Results results = run.measure(rounds, capture, dropCaches, rebuild);
            GoalBook goals = bench.goals();
            QueryGoals.note(results, goals);
            goals.save();
            StringBuilder page = new StringBuilder(4096).append(Bench.resource("queries.md"));
            page.append("\nMachine: ")
                    .append(String.join("; ", Machine.facts()))
                    .append(".\n")
                    .append(bench.note(load))
                    .append('\n')
                    .append(QueryTable.of(results))
                    .append("\n## Goals\n\n")
                    .append(goals.table(QueryGoals.ALL));
            Path written = bench.home().resolve("QUERIES.md");
            Files.writeString(written, page);
            Bench.say("written: " + written);
        }
        return 0;
    }
}
