package io.flowledger.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A data directory for one test, below {@code target/}, with the programs already unpacked; deleted afterwards. */
final class ServerDirectory implements AutoCloseable {
    static final ServerSettings QUICK = ServerSettings.standard().withDurable(false);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path path;

    private ServerDirectory(Path path) {
        this.path = path;
    }

    /** With an empty database in it. */
    static ServerDirectory create() throws IOException {
        ServerDirectory directory = createBelow(Path.of("target"));
        Path model = Model.files().root();
        for (String name : List.of("data", "password")) {
            run(
                    "cp",
                    "-a",
                    model.resolve(name).toString(),
                    directory.files().root().toString());
        }
        return directory;
    }

    /** Without a database. */
    static ServerDirectory createBelow(Path parent) throws IOException {
        Path programs = Model.files().root().resolve(Binaries.packedVersion());
        Path path = Files.createTempDirectory(parent, "server-").toAbsolutePath();
        ServerFiles files = ServerFiles.of(path);
        Files.createDirectories(files.root());
        run("cp", "-a", programs.toString(), files.root().toString());
        if (ServerUser.isRoot()) {
            run("chmod", "711", path.toString(), files.root().toString());
        }
        return new ServerDirectory(path);
    }

    /** Made once and copied, as unpacking and initialising take seconds. */
    private static final class Model {
        private static final Path PATH = make();

        static ServerFiles files() {
            return ServerFiles.of(PATH);
        }

        private static Path make() {
            Path path = Path.of("target", "model");
            try {
                EmbeddedPostgres.openOrAttach(path, QUICK).close();
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Path path() {
        return path;
    }

    ServerFiles files() {
        return ServerFiles.of(path);
    }

    long postmasterPid() throws IOException {
        PostmasterPid file = PostmasterPid.read(files());
        if (file == null) {
            throw new IOException("no server runs in " + path);
        }
        return file.pid();
    }

    static void kill(long pid) throws IOException {
        run("kill", "-9", Long.toString(pid));
    }

    static void run(String... words) throws IOException {
        Command.Outcome outcome = Command.run(List.of(words));
        if (outcome.status() != 0) {
            throw new IOException(String.join(" ", words) + ": " + outcome.output());
        }
    }

    static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Asks again and again while the server is coming back. */
    static String queryPatiently(EmbeddedPostgres postgres, String sql) throws SQLException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return query(postgres, sql);
            } catch (SQLException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Override
    public void close() throws IOException {
        ServerFiles.deleteTree(path);
    }
}
