package io.flowledger.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server of a data directory running, for its owner: starts it, waits on it, starts it again when it dies.
 *
 * <p>Threads: one of its own does all that; {@link #stop} may be called from any.
 */
final class Supervisor {
    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final int KEPT_LOGS = 14;
    private static final int FIRST_PORT = 25432;
    private static final int PORTS = 1000;
    private static final int TRANSIENT_MILLIS = 100;
    private static final long TRANSIENT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PORT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerFiles files;
    private final ServerSettings settings;
    private final DataDirectory dataDirectory;
    private final Binaries binaries;
    private final ServerUser user;
    private final CompletableFuture<Integer> firstReady = new CompletableFuture<>();
    private final Thread thread = new Thread(this::superviseAndReport, "postgres-supervisor");
    private volatile boolean stopping;
    private volatile @Nullable Postmaster running;

    private Supervisor(ServerFiles files, ServerSettings settings, Binaries binaries, ServerUser user) {
        this.files = files;
        this.settings = settings;
        this.binaries = binaries;
        this.user = user;
        this.dataDirectory = new DataDirectory(files, binaries, user);
        thread.setDaemon(true);
    }

    /** Unpacks, initialises and starts what is needed; returns when connections are accepted. The caller owns the lock. */
    static Supervisor start(ServerFiles files, ServerSettings settings) throws IOException {
        Binaries binaries = Binaries.unpackInto(files.root());
        ServerUser user = ServerUser.choose(files, binaries);
        if (user.uid() >= 0) {
            // The other user must be able to pass through, not to look around.
            Files.setPosixFilePermissions(files.root(), PosixFilePermissions.fromString("rwx--x--x"));
        }
        Supervisor supervisor = new Supervisor(files, settings, binaries, user);
        for (Path directory : List.of(files.log(), files.socketDirectory())) {
            Files.createDirectories(directory);
            user.own(directory);
        }
        SettingsFile.write(files);
        supervisor.dataDirectory.prepare(settings.durable());
        supervisor.thread.start();
        try {
            supervisor.firstReady.get();
        } catch (ExecutionException e) {
            supervisor.stop();
            throw new PostgresStartException(messageOf(e.getCause()), e);
        } catch (InterruptedException e) {
            supervisor.stop();
            Thread.currentThread().interrupt();
            throw new PostgresStartException("interrupted while PostgreSQL was starting", e);
        }
        return supervisor;
    }

    private static String messageOf(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "PostgreSQL could not be started: " + cause : message;
    }

    private void superviseAndReport() {
        try {
            supervise();
        } catch (IOException | RuntimeException e) {
            firstReady.completeExceptionally(e);
            LOG.log(
                    firstReady.isCompletedExceptionally() ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR,
                    "PostgreSQL is not watched any more",
                    e);
        } catch (InterruptedException e) {
            firstReady.completeExceptionally(e);
        }
    }

    private void supervise() throws IOException, InterruptedException {
        int port = freePort(rememberedPort());
        long backoffMillis = 100;
        while (!stopping) {
            long launchedAt = System.nanoTime();
            try {
                port = bringUp(port);
                announce(port);
                int status = awaitEnd();
                if (stopping) {
                    return;
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "PostgreSQL ended with status {0}; starting it again. Its log is in {1}",
                        status,
                        files.log());
            } catch (IOException | RuntimeException e) {
                if (stopping || !firstReady.isDone()) {
                    throw e;
                }
                LOG.log(System.Logger.Level.WARNING, "PostgreSQL cannot be started again yet: {0}", e.getMessage());
            }
            boolean ranLong = System.nanoTime() - launchedAt > TimeUnit.MINUTES.toNanos(1);
            backoffMillis = ranLong ? 100 : Math.min(LONGEST_BACKOFF.toMillis(), backoffMillis * 2);
            pause(backoffMillis);
        }
    }

    private void announce(int port) {
        boolean first = firstReady.complete(port);
        LOG.log(
                first ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "PostgreSQL {0} is ready on port {1}",
                binaries.version(),
                Integer.toString(port));
    }

    /** One start, repeated while the reason for its failure is a passing one; returns the port. */
    private int bringUp(int firstPort) throws IOException, InterruptedException {
        int port = firstPort;
        long since = System.nanoTime();
        while (!stopping) {
            Postmaster.clearPredecessor(files);
            long launchedMillis = System.currentTimeMillis() - 1000;
            Postmaster postmaster = Postmaster.launch(files, binaries, user, port, settings.durable());
            running = postmaster;
            if (stopping) {
                postmaster.stop();
                break;
            }
            if (postmaster.awaitReady(settings.startTimeout())) {
                new Endpoint(port, dataDirectory.password()).write(files);
                return port;
            }
            String log = StartFailure.log(files, launchedMillis);
            if (Postmaster.isPortTaken(log)) {
                // Clients know the port we had: what is left of our own last server may still be letting go of it.
                boolean ours = firstReady.isDone() && port == firstPort;
                if (!ours || System.nanoTime() - since > PORT_PATIENCE_NANOS) {
                    port = freePort(port + 1);
                }
            } else if (!Postmaster.isTransient(log) || System.nanoTime() - since > TRANSIENT_LIMIT_NANOS) {
                throw StartFailure.explain("PostgreSQL did not start", log, files);
            }
            pause(TRANSIENT_MILLIS);
        }
        throw new PostgresStartException("PostgreSQL was told to stop while it was starting");
    }

    private int awaitEnd() throws IOException, InterruptedException {
        Postmaster postmaster = running;
        if (postmaster == null) {
            return 0;
        }
        pruneLogs();
        while (!postmaster.awaitEnd(HOUSEKEEPING)) {
            pruneLogs();
        }
        return postmaster.exitValue();
    }

    private void pruneLogs() throws IOException {
        List<Path> logs = files.rotatedLogs();
        for (Path old : logs.subList(Math.min(KEPT_LOGS, logs.size()), logs.size())) {
            Files.deleteIfExists(old);
        }
    }

    private void pause(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!stopping && System.nanoTime() < until) {
            Thread.sleep(Math.min(millis, 50));
        }
    }

    /** Shuts the server down and waits for that. */
    void stop() throws IOException {
        stopping = true;
        boolean interrupted = false;
        while (true) {
            try {
                Postmaster postmaster = running;
                if (postmaster != null) {
                    postmaster.stop();
                }
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int rememberedPort() throws IOException {
        Endpoint last = Endpoint.read(files);
        return last != null
                ? last.port()
                : FIRST_PORT + Math.floorMod(files.root().hashCode(), PORTS);
    }

    /** The wished port when it is free, else the next free one; another process may still be faster. */
    private static int freePort(int wished) throws IOException {
        for (int i = 0; i < PORTS; i++) {
            int port = wished + i;
            if (port > 65535) {
                port = FIRST_PORT + i;
            }
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException e) {
                // taken: try the next
            }
        }
        throw new PostgresStartException("No free TCP port on 127.0.0.1 from " + wished + " on");
    }
}
