package io.flowledger.fault;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Runs all scenarios and tells what came of them. */
public final class FaultHarness {
    private final FaultSettings settings;
    private final PrintStream out;
    private final List<Outcome> outcomes = new ArrayList<>();

    FaultHarness(FaultSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs it with the settings of the system properties; exits with 1 when there was a difference. */
    public static void main(String[] arguments) throws Exception {
        FaultHarness harness = new FaultHarness(FaultSettings.fromProperties(), System.out);
        harness.run();
        System.exit(harness.differences().isEmpty() ? 0 : 1);
    }

    /** One round of a scenario. */
    @FunctionalInterface
    private interface Round {
        void run(Outcome outcome, RandomGenerator random) throws Exception;
    }

    void run() throws Exception {
        out.println("fault harness, -Dflowledger.fault.seed=" + settings.seed() + ", files in " + settings.directory());
        out.println(Outcome.heading());
        try (Laboratory laboratory = new Laboratory(settings)) {
            runScenarios(laboratory);
            if (differences().isEmpty()) {
                laboratory.close();
                laboratory.delete();
            }
        }
        long faults = outcomes.stream().mapToLong(Outcome::faults).sum();
        out.println(faults + " faults, " + differences().size() + " differences");
        differences().forEach(out::println);
    }

    /** What was not as it is in an undisturbed run. */
    List<String> differences() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.differences().stream())
                .toList();
    }

    private void runScenarios(Laboratory laboratory) throws Exception {
        ImportFaults imports = new ImportFaults(laboratory);
        ReceiveFaults receptions = new ReceiveFaults(laboratory);
        DiskFaults disks = new DiskFaults(laboratory);
        int kills = settings.kills();
        boolean small = kills < 50;
        scenario(
                laboratory,
                "import-program-killed",
                kills / 5,
                (o, r) -> imports.kill(o, r, ImportFaults.Victim.PROGRAM));
        scenario(
                laboratory,
                "import-server-killed",
                kills / 5,
                (o, r) -> imports.kill(o, r, ImportFaults.Victim.SERVER));
        scenario(laboratory, "import-both-killed", kills / 5, (o, r) -> imports.kill(o, r, ImportFaults.Victim.BOTH));
        scenario(laboratory, "run-killed", kills / 5, receptions::kill);
        scenario(laboratory, "run-compression-killed", kills / 10, receptions::killCompression);
        EmbeddedFaults embedded = new EmbeddedFaults(laboratory);
        scenario(laboratory, "run-embedded-killed", kills / 5, embedded::kill);
        scenario(laboratory, "writer-killed", kills / 20, new PipeFaults(laboratory)::kill);
        scenario(laboratory, "pack-killed", kills / 10, new PackFaults(laboratory)::kill);
        scenario(laboratory, "import-connection-terminated", 1, imports::terminateConnections);
        scenario(laboratory, "import-backend-halted", small ? 1 : 10, imports::haltBackend);
        scenario(laboratory, "import-twice", 0, (o, r) -> imports.importTwice(o));
        scenario(laboratory, "import-another-in-between", 1, imports::importAnotherInBetween);
        scenario(laboratory, "run-server-stopped", 1, (o, r) -> receptions.stopServer(o, r, settings.outage()));
        scenario(laboratory, "run-server-slow", 1, receptions::slowServer);
        scenario(laboratory, "run-started-without-server", 1, receptions::startWithoutServer);
        scenario(laboratory, "run-torn-tail", 1, (o, r) -> new TornTail(laboratory).cut(o, r, small ? 2 : 20));
        scenario(laboratory, "run-journal-size-reached", 1, disks::journalSize);
        if (SmallDisk.isPossible(laboratory.newDirectory("disk"))) {
            scenario(laboratory, "run-journal-disk-full", 1, disks::journalDisk);
            RoomFaults rooms = new RoomFaults(laboratory);
            scenario(laboratory, "run-embedded-disk-short", 1, rooms::run);
            scenario(laboratory, "import-embedded-disk-short", 1, (o, r) -> rooms.importing(o));
            scenario(laboratory, "import-database-disk-full", 1, (o, r) -> disks.databaseDisk(o, settings.outage()));
        } else {
            out.println("full disks are left out: this user may not mount a file system");
        }
    }

    /** Repeats rounds until so many faults were made, at least once. */
    private void scenario(Laboratory laboratory, String name, int faults, Round round) throws Exception {
        if (!settings.only().isEmpty() && !settings.only().contains(name)) {
            return;
        }
        Outcome outcome = new Outcome(name);
        outcomes.add(outcome);
        RandomGenerator random = new SplittableRandom(settings.seed() ^ name.hashCode());
        do {
            outcome.begin();
            try {
                round.run(outcome, random);
            } catch (Exception e) {
                throw new IllegalStateException(
                        name + ": " + e.getMessage() + "\n"
                                + laboratory.server().state(),
                        e);
            } finally {
                outcome.end();
            }
        } while (outcome.faults() < faults && outcome.differences().isEmpty());
        out.println(outcome);
    }
}
