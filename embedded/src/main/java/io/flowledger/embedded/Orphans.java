package io.flowledger.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes of a killed postmaster. They end by themselves as soon as they notice, but one that waits for a lock of
 * another, or is halted, never notices: it holds on to the shared memory, and no server starts on that data directory again.
 *
 * <p>Found by Linux's {@code /proc}; elsewhere none is found, and PostgreSQL's own check of the shared memory stays.
 */
final class Orphans {
    private static final System.Logger LOG = System.getLogger(Orphans.class.getName());
    private static final Path PROC = Path.of("/proc");
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 10;

    private Orphans() {}

    /**
     * Waits a moment for them to go, then kills those that are left; the recovery that follows is the one that a killed
     * postmaster needs anyway. The caller owns the lock of the directory and knows that no postmaster runs on it.
     */
    static void end(ServerFiles files) throws IOException, InterruptedException {
        long until = System.nanoTime() + GRACE.toNanos();
        List<ProcessHandle> left = find(files);
        while (!left.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(POLL_MILLIS);
            left = find(files);
        }
        for (ProcessHandle orphan : left) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "killing process {0} of a PostgreSQL whose postmaster is gone; it does not end by itself",
                    Long.toString(orphan.pid()));
            orphan.destroyForcibly();
        }
    }

    /** PostgreSQL's processes have the data directory as their working directory. */
    private static List<ProcessHandle> find(ServerFiles files) throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        if (!Files.isDirectory(PROC) || !Files.isDirectory(files.data())) {
            return found;
        }
        Path data = files.data().toRealPath();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (link(process, "cwd").equals(data)
                        && link(process, "exe").getFileName().toString().startsWith("postgres")) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** The process itself where it has ended or is another user's. */
    private static Path link(Path process, String name) {
        try {
            return Files.readSymbolicLink(process.resolve(name));
        } catch (IOException e) {
            return process;
        }
    }
}
