package io.flowledger.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a data directory, for the time this object is open.
 *
 * <p>The first process that opens a data directory owns its server: it starts it, starts it again when it dies, and
 * stops it on {@link #close()}. Processes that come later are attached: they use the same server, and when the owner
 * goes away one of them takes over and starts it anew; connections break for that moment, and the port may change, so
 * ask {@link #jdbcUrl()} at each new connection.
 *
 * <p>Threads: all methods may be called from any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
    private static final Duration TAKE_OVER_EVERY = Duration.ofMillis(250);
    private static final Duration ATTACH_POLL = Duration.ofMillis(50);

    private final ServerFiles files;
    private final ServerSettings settings;
    private final Object changing = new Object();
    private volatile @Nullable Supervisor supervisor;
    private @Nullable Ownership ownership;
    private @Nullable Thread successor;
    private @Nullable Thread hook;
    private volatile boolean closed;

    private EmbeddedPostgres(ServerFiles files, ServerSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    /** Like {@link #openOrAttach(Path, ServerSettings)} with the standard settings. */
    public static EmbeddedPostgres openOrAttach(Path dataDirectory) throws IOException {
        return openOrAttach(dataDirectory, ServerSettings.standard());
    }

    /**
     * Starts the server of {@code dataDirectory/postgres}, making it first when there is none, or attaches to the one
     * that another process runs. Returns when it accepts connections.
     *
     * @throws PostgresStartException when the server cannot be started; the message tells the operator why
     * @throws IOException when the directory cannot be made or written
     */
    public static EmbeddedPostgres openOrAttach(Path dataDirectory, ServerSettings settings) throws IOException {
        ServerFiles files = ServerFiles.of(dataDirectory);
        makeRoot(files);
        EmbeddedPostgres postgres = new EmbeddedPostgres(files, settings);
        long until = System.nanoTime() + settings.startTimeout().toNanos();
        while (!postgres.tryOwn() && !postgres.isReady()) {
            if (System.nanoTime() > until) {
                throw new PostgresStartException("The data directory " + files.root() + " belongs to another Flowledger"
                        + " (process " + Ownership.ownerPid(files) + "), whose PostgreSQL does not become ready.");
            }
            sleep(ATTACH_POLL);
        }
        postgres.settleIn();
        return postgres;
    }

    /** For {@code DriverManager}, without user and password; may change when ownership changes. */
    public String jdbcUrl() {
        return jdbcUrl(database());
    }

    /** The same for another database of the server. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    public String host() {
        return Endpoint.HOST;
    }

    /** TCP port; the same at each start as long as nobody else takes it. */
    public int port() {
        return endpoint().port();
    }

    public String database() {
        return DataDirectory.DATABASE;
    }

    /** The superuser. */
    public String user() {
        return DataDirectory.USER;
    }

    public String password() {
        return endpoint().password();
    }

    /** A service file of libpq: {@code PGSERVICEFILE=<this file> psql service=flowledger}. */
    public Path serviceFile() {
        return files.service();
    }

    /** Where PostgreSQL's own log lies. */
    public Path logDirectory() {
        return files.log();
    }

    /** Whether this process runs the server; an attached one may become the owner later. */
    public boolean owner() {
        return supervisor != null;
    }

    /** Stops the server when this is its owner, and waits for that. */
    @Override
    public void close() throws IOException {
        closed = true;
        removeHook();
        Thread takingOver = successor;
        if (takingOver != null) {
            takingOver.interrupt();
        }
        synchronized (changing) {
            Supervisor running = supervisor;
            supervisor = null;
            try {
                if (running != null) {
                    running.stop();
                }
            } finally {
                release();
            }
        }
    }

    private Endpoint endpoint() {
        try {
            Endpoint endpoint = Endpoint.read(files);
            if (endpoint != null) {
                return endpoint;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the server of " + files.root() + " has no " + files.service());
    }

    private static void makeRoot(ServerFiles files) throws IOException {
        try {
            // Root's server runs as another user, who must be able to pass through.
            String permissions = ServerUser.isRoot() ? "rwx--x--x" : "rwx------";
            Files.createDirectories(
                    files.root(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        } catch (AccessDeniedException e) {
            throw new PostgresStartException(
                    "The data directory " + files.root() + " cannot be made: permission denied at " + e.getFile(), e);
        }
    }

    /** Takes the ownership and starts the server; false when somebody else owns it. */
    private boolean tryOwn() throws IOException {
        synchronized (changing) {
            if (closed) {
                return false;
            }
            Ownership taken = Ownership.tryTake(files);
            if (taken == null) {
                return false;
            }
            ownership = taken;
            boolean started = false;
            try {
                supervisor = Supervisor.start(files, settings);
                started = true;
            } finally {
                if (!started) {
                    release();
                }
            }
            return true;
        }
    }

    private void release() throws IOException {
        Ownership owned = ownership;
        ownership = null;
        if (owned != null) {
            owned.close();
        }
    }

    /** Whether the server of the present owner accepts connections. */
    private boolean isReady() throws IOException {
        Endpoint endpoint = Endpoint.read(files);
        PostmasterPid file = PostmasterPid.read(files);
        return endpoint != null
                && file != null
                && file.ready()
                && file.port() == endpoint.port()
                && file.isPostmasterOf(files);
    }

    private void settleIn() {
        if (!owner()) {
            Thread thread = new Thread(this::takeOverWhenOrphaned, "postgres-successor");
            thread.setDaemon(true);
            successor = thread;
            thread.start();
        }
        if (settings.stopWithJvm()) {
            Thread thread = new Thread(this::closeInHook, "postgres-stop");
            hook = thread;
            Runtime.getRuntime().addShutdownHook(thread);
        }
    }

    private void takeOverWhenOrphaned() {
        while (!closed) {
            try {
                if (tryOwn()) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "the process that ran PostgreSQL has ended; this one runs it now, on port {0}",
                            Integer.toString(port()));
                    return;
                }
                sleep(TAKE_OVER_EVERY);
            } catch (IOException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.WARNING, "cannot take over PostgreSQL: {0}", e.getMessage());
                }
                if (Thread.interrupted()) {
                    return;
                }
                pauseAfterFailure();
            }
        }
    }

    private static void pauseAfterFailure() {
        try {
            Thread.sleep(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void closeInHook() {
        try {
            close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL could not be stopped: {0}", e.getMessage());
        }
    }

    private void removeHook() {
        Thread thread = hook;
        if (thread != null && thread != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // The JVM is going down: the hook runs, or has run.
            }
        }
    }
}
