package io.flowledger.bench;

import io.flowledger.bench.whole.ProfileRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Profiles, and writes a flame graph and a text of each into a directory. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Profiles parts of the program with async-profiler: a flame graph and a text each, into bench/profiles.")
final class ProfileBench implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private Bench bench;

    @Option(
            names = "--case",
            split = ",",
            paramLabel = "NAME",
            description = "import_v5, import_v9_small, run_v5, decode_ipfix_variable, decode_sflow. Default: all.")
    private List<ProfileRun.Case> cases = List.of(ProfileRun.Case.values());

    @Option(names = "--flows", defaultValue = "5000000", description = "Flows of an import. Default: 5000000.")
    private long flows;

    @Option(names = "--rate", defaultValue = "10000", description = "Datagrams in a second of run. Default: 10000.")
    private double rate;

    @Option(names = "--seconds", defaultValue = "20", description = "How long run and decode last. Default: 20.")
    private int seconds;

    @Option(names = "--into", paramLabel = "DIR", required = true, description = "Where flame graphs and texts go.")
    private Path into = Path.of("");

    @Option(names = "--library", hidden = true, required = true, description = "The agent of async-profiler.")
    private Path library = Path.of("");

    @Option(names = "--converter", hidden = true, required = true, description = "The jar that draws flame graphs.")
    private Path converter = Path.of("");

    @Override
    public Integer call() throws Exception {
        ProfileRun run = new ProfileRun(
                bench.scratch(),
                Bench.java(Path.of(System.getProperty("java.home"))),
                library,
                converter,
                into,
                Bench::say);
        for (ProfileRun.Case one : cases) {
            Bench.say("profile " + one);
            run.run(one, flows, rate, seconds, Machine.load());
        }
        return 0;
    }
}
