package io.flowledger.bench;

import io.flowledger.bench.goal.Goal;
import io.flowledger.bench.goal.GoalBook;
import io.flowledger.bench.whole.Dataset;
import io.flowledger.bench.whole.WholeRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures, and writes RESULTS.md. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {QueryBench.class, ProfileBench.class},
        description =
                "Measures Flowledger on this machine and writes bench/RESULTS.md. Parts that are not measured keep what"
                        + " was measured of them last in this clone.")
final class Bench implements Callable<Integer> {
    private static final long BRIEF_FLOWS = 1_500_000;
    private static final long BRIEF_FLAT_OUT = 300_000;
    private static final long PEER_DATAGRAMS = 100_000;
    private static final double PEER_RATE = 10_000;

    /** What can be measured. */
    enum Part {
        STAGES,
        IMPORT,
        BLOCKS,
        RECEIVE,
        START,
        GROWTH,
        ROLLUPS,
        PEERS
    }

    @Option(
            names = "--part",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "stages,import,blocks,receive,start,growth,rollups,peers",
            description = "stages, import, blocks, receive, start, growth, rollups, peers. Default: all.")
    private List<Part> parts = List.of();

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description = "Home of a JDK to run the stages with, in place of this one; may be given more than once.")
    private List<Path> jdks = new ArrayList<>();

    @Option(names = "--flows", defaultValue = "5000000", description = "Flows of an import. Default: 5000000.")
    private long flows;

    @Option(
            names = "--dataset",
            split = ",",
            paramLabel = "NAME",
            description = "v5, v9, v9_small, v9_sampled, ipfix: what is imported. Default: each.")
    private List<Dataset> datasets = List.of(Dataset.values());

    @Option(
            names = "--layout",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "flows,grafolean",
            description = "flows, grafolean: what is imported into. Default: both.")
    private List<String> layouts = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "Repetitions of each import. Default: 3.")
    private int rounds;

    @Option(
            names = "--rate",
            split = ",",
            defaultValue = "50000,100000,150000,0",
            description = "Datagrams in a second over UDP; 0: flat out. Default: 50000,100000,150000,0.")
    private List<Double> rates = List.of();

    @Option(names = "--seconds", defaultValue = "5", description = "How long each load is sent. Default: 5.")
    private double seconds;

    @Option(
            names = "--flat-out",
            defaultValue = "1000000",
            description = "Datagrams of the load flat out. Default: 1000000.")
    private long flatOut;

    @Option(names = "--quick", description = "Short runs that show that everything works; their figures say little.")
    private boolean quick;

    @Option(
            names = "--brief",
            description = "All parts in some fifteen minutes on a quiet machine: fewer data sets, flows and rounds.")
    private boolean brief;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "For captures, journals and the server's data. Default: that for temporary files.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));

    @Option(names = "--home", hidden = true, required = true, description = "The directory bench.")
    private Path home = Path.of("");

    @Option(names = "--commit", hidden = true, required = true)
    private String commit = "";

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path sections = sections();
        GoalBook goals = goals();
        if (brief) {
            datasets = List.of(Dataset.V5, Dataset.V9, Dataset.V9_SMALL);
            flows = BRIEF_FLOWS;
            rounds = 2;
            rates = List.of(100_000.0, 150_000.0, 0.0);
            seconds = 2;
            flatOut = BRIEF_FLAT_OUT;
        }
        for (Part part : parts) {
            String load = Machine.load();
            String table = measure(part, sections, goals);
            Files.writeString(section(sections, part), note(load) + "\n" + table);
            goals.save();
        }
        Files.writeString(home.resolve("RESULTS.md"), page(sections, goals));
        say("written: " + home.resolve("RESULTS.md"));
        return 0;
    }

    private String measure(Part part, Path sections, GoalBook goals) throws Exception {
        if (part == Part.STAGES) {
            List<StageRun.Stage> stages = new ArrayList<>();
            List<Path> homes = jdks.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : jdks;
            for (Path jdk : homes) {
                stages.addAll(new StageRun(sections, durations()).run(java(jdk)));
            }
            noteDecodes(stages, goals);
            return StageRun.table(stages);
        }
        try (WholeRuns runs = WholeRuns.open(directory, java(Path.of(System.getProperty("java.home"))), Bench::say)) {
            String version =
                    "PostgreSQL " + runs.serverVersion() + ", Java " + System.getProperty("java.version") + ".\n\n";
            return version + measure(part, runs, goals);
        }
    }

    private String measure(Part part, WholeRuns runs, GoalBook goals) throws Exception {
        long someFlows = quick ? Math.min(flows, 300_000) : flows;
        int someRounds = quick ? 1 : rounds;
        return switch (part) {
            case STAGES -> throw new IllegalArgumentException("stages need no server");
            case IMPORT -> runs.imports(datasets, layouts, someFlows, someRounds, goals);
            case BLOCKS -> runs.blocks(blockSets(), layouts, someFlows, someRounds, goals);
            case RECEIVE -> runs.receives(rates, quick ? 1 : seconds, quick ? flatOut / 10 : flatOut, goals);
            case START -> runs.starts(someRounds, goals);
            case GROWTH -> runs.growths(someFlows, brief ? 1 : someRounds, goals);
            case ROLLUPS -> runs.rollups(someFlows, someRounds, goals);
            case PEERS -> runs.peers(quick ? 10_000 : PEER_DATAGRAMS, PEER_RATE, someRounds, goals);
        };
    }

    /** Of one kind of flows, and of several with IPv6 among them. */
    private List<Dataset> blockSets() {
        return datasets.stream()
                .filter(dataset -> dataset == Dataset.V9 || dataset == Dataset.V9_SAMPLED)
                .toList();
    }

    private List<String> durations() {
        if (quick) {
            return List.of("-wi", "1", "-i", "2", "-w", "1", "-r", "1");
        }
        return brief ? List.of("-wi", "3", "-i", "3", "-w", "1", "-r", "1") : List.of();
    }

    private static void noteDecodes(List<StageRun.Stage> stages, GoalBook goals) {
        Map<String, Goal> byName = Map.of(
                "decode v5 flows", Goal.DECODE_V5,
                "decode v9_20_fields flows", Goal.DECODE_V9,
                "decode ipfix_variable flows", Goal.DECODE_IPFIX,
                "decode sflow flows", Goal.DECODE_SFLOW);
        byName.values().forEach(goals::forget);
        goals.forget(Goal.ALLOCATION);
        for (StageRun.Stage stage : stages) {
            Goal goal = byName.get(stage.name());
            if (goal != null) {
                goals.worst(goal, stage.recordsPerSecond() / 1e6);
                goals.worst(Goal.ALLOCATION, stage.octetsAllocated());
            }
        }
    }

    static void say(String line) {
        System.err.println(line);
    }

    static Path java(Path jdk) {
        return jdk.resolve("bin").resolve("java");
    }

    private static Path section(Path sections, Part part) {
        return sections.resolve(part.name().toLowerCase(Locale.ROOT) + ".md");
    }

    /** What was measured, when, and how busy the machine was. */
    String note(String loadBefore) throws IOException {
        return "Commit " + commit + ", " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", load average before "
                + loadBefore + ", after " + Machine.load() + (quick ? "; **quick run, its figures say little**" : "")
                + ".\n";
    }

    private Path sections() throws IOException {
        return Files.createDirectories(home.resolve("target").resolve("results"));
    }

    /** What was measured of the goals in this clone. */
    GoalBook goals() throws IOException {
        return GoalBook.open(sections().resolve("goals.properties"));
    }

    /** Where captures, journals and the server's data go. */
    Path scratch() {
        return directory;
    }

    /** The directory bench. */
    Path home() {
        return home;
    }

    private static String page(Path sections, GoalBook goals) throws IOException {
        StringBuilder page = new StringBuilder(4096).append(resource("intro.md"));
        page.append("\nMachine: ").append(String.join("; ", Machine.facts())).append(".\n");
        page.append("\n## Goals\n\nThe latest of each that was measured in this clone.\n\n")
                .append(goals.table());
        for (Part part : Part.values()) {
            page.append('\n')
                    .append(resource(part.name().toLowerCase(Locale.ROOT) + ".md"))
                    .append('\n');
            Path measured = section(sections, part);
            page.append(Files.exists(measured) ? Files.readString(measured) : "Not measured yet.\n");
        }
        return page.toString();
    }

    static String resource(String name) throws IOException {
        try (var in = Bench.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name + " in the class path");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
