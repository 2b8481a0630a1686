package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of {@code postgres} as our direct child: we wait on it ourselves, so that a killed one is no zombie that the
 * next would take for alive. All methods but {@link #stop} are called by the one thread that watches it.
 */
final class Postmaster {
    private static final System.Logger LOG = System.getLogger(Postmaster.class.getName());
    private static final Duration FAST_STOP = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 10;

    private final ServerFiles files;
    private final Process process;

    private Postmaster(ServerFiles files, Process process) {
        this.files = files;
        this.process = process;
    }

    /** Starts the program; it is not ready yet. The calling thread must live as long as the server shall. */
    static Postmaster launch(ServerFiles files, Binaries binaries, ServerUser user, int port, boolean durable)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                binaries.program("postgres").toString(), "-D", files.data().toString()));
        for (String setting : List.of(
                "config_file=" + files.settings(),
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=" + (files.socketPathFits() ? files.socketDirectory() : ""),
                "fsync=" + (durable ? "on" : "off"),
                "full_page_writes=" + (durable ? "on" : "off"))) {
            words.add("-c");
            words.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(user.supervisedCommand(words))
                .redirectErrorStream(true)
                .redirectOutput(files.startLog().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Command.cleanEnvironment(builder);
        return new Postmaster(files, builder.start());
    }

    /** Waits until connections are accepted; false when the program ended before. */
    boolean awaitReady(Duration timeout) throws IOException, InterruptedException {
        long startedAt = System.nanoTime();
        long nextNotice = 10;
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            PostmasterPid file = PostmasterPid.read(files);
            if (file != null && file.pid() == process.pid() && file.ready()) {
                return true;
            }
            long seconds = (System.nanoTime() - startedAt) / 1_000_000_000L;
            if (seconds >= timeout.toSeconds()) {
                stop();
                throw new PostgresStartException(
                        "PostgreSQL was not ready after " + seconds + " s; its log is in " + files.log());
            }
            if (seconds >= nextNotice) {
                LOG.log(System.Logger.Level.INFO, "PostgreSQL is still starting (recovery) after {0} s", seconds);
                nextNotice += 10;
            }
        }
        return false;
    }

    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Fast shutdown, then an immediate one, then SIGKILL; returns when the program has ended. */
    void stop() throws IOException, InterruptedException {
        stop(process.pid(), process::isAlive);
    }

    private interface Liveness {
        boolean isAlive() throws IOException;
    }

    private static void stop(long pid, Liveness liveness) throws IOException, InterruptedException {
        if (endsAfter("INT", pid, liveness, FAST_STOP)) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "PostgreSQL did not shut down within {0}; forcing it", FAST_STOP);
        if (!endsAfter("QUIT", pid, liveness, IMMEDIATE_STOP)) {
            endsAfter("KILL", pid, liveness, IMMEDIATE_STOP);
        }
    }

    private static boolean endsAfter(String signal, long pid, Liveness liveness, Duration wait)
            throws IOException, InterruptedException {
        if (!liveness.isAlive()) {
            return true;
        }
        // Java itself can send SIGTERM and SIGKILL only; to PostgreSQL SIGTERM means: wait for all clients to leave.
        Command.run(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid));
        long until = System.nanoTime() + wait.toNanos();
        while (liveness.isAlive()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    /**
     * Deals with what an earlier owner left: stops its server if that still runs, ends what outlived a killed one, and
     * removes a pid file that names somebody else's process or a zombie, which PostgreSQL would mistake for a living
     * server. The caller owns the lock.
     */
    static void clearPredecessor(ServerFiles files) throws IOException, InterruptedException {
        PostmasterPid earlier = PostmasterPid.read(files);
        if (earlier != null && earlier.isPostmasterOf(files)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "stopping the PostgreSQL (pid {0}) of an earlier run",
                    Long.toString(earlier.pid()));
            stop(earlier.pid(), earlier::isAlive);
        }
        PostmasterPid still = PostmasterPid.read(files);
        if (still != null && !still.isPostmasterOf(files)) {
            Files.deleteIfExists(files.postmasterPid());
            still = null;
        }
        if (still == null) {
            Orphans.end(files);
        }
        if (still == null && Files.isDirectory(files.socketDirectory())) {
            // The same for the lock file of the socket.
            try (Stream<Path> left = Files.list(files.socketDirectory())) {
                for (Path path : left.toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** Whether the log of a failed start says that waiting a moment helps: somebody is still going away. */
    static boolean isTransient(String log) {
        return log.contains("pre-existing shared memory block")
                || (log.contains("lock file ") && log.contains("already exists"))
                || log.contains("the database system is shutting down");
    }

    static boolean isPortTaken(String log) {
        return log.contains("Address already in use");
    }
}
