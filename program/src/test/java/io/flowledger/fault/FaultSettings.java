package io.flowledger.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much is done. System properties: {@code flowledger.fault.rounds} (kills in all; without it a short run), {@code flowledger.fault.outage}
 * (seconds), {@code flowledger.fault.seed}, {@code flowledger.fault.only} (names of scenarios, by comma),
 * {@code flowledger.fault.directory}.
 *
 * @param kills how many kills the scenarios with kills make together, at least
 * @param outage how long the database is stopped
 * @param seed of all randomness
 * @param only names of scenarios; empty for all
 * @param directory for files that are deleted again when all went well
 */
record FaultSettings(int kills, Duration outage, long seed, Set<String> only, Path directory) {
    private static final String SHORT =
            "import-both-killed,pack-killed,run-killed,run-compression-killed,run-torn-tail,run-journal-size-reached,"
                    + "run-embedded-disk-short";

    static FaultSettings fromProperties() {
        // Without any wish a few scenarios stand for all, so that the tests stay quick.
        boolean wished = System.getProperty("flowledger.fault.rounds") != null;
        String only = System.getProperty("flowledger.fault.only", wished ? "" : SHORT);
        return new FaultSettings(
                Integer.getInteger("flowledger.fault.rounds", 10),
                Duration.ofSeconds(Integer.getInteger("flowledger.fault.outage", 3)),
                Long.getLong("flowledger.fault.seed", System.nanoTime()),
                only.isEmpty() ? Set.of() : new TreeSet<>(Set.of(only.split(",", -1))),
                Path.of(System.getProperty(
                        "flowledger.fault.directory",
                        System.getProperty("java.io.tmpdir") + "/flowledger-fault-"
                                + ProcessHandle.current().pid())));
    }
}
