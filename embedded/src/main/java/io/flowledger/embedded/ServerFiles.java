package io.flowledger.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie below {@code DATA_DIR/postgres}.
 *
 * <pre>
 * postgres/
 *   17.11.0/            the unpacked programs
 *   data/               PostgreSQL's data directory
 *   log/                PostgreSQL's own log, rotated
 *   run/                Unix socket, when the path is short enough
 *   lock                held by the one process that owns the server
 *   password            of the superuser, 0600
 *   pg_service.conf     host, port, user, password for psql and for other Flowledger processes, 0600
 *   flowledger.conf     settings, written anew at each start
 *   local.conf          the operator's own settings; never written by us
 * </pre>
 */
record ServerFiles(Path root) {
    /** sun_path holds 108 octets with the closing zero; PostgreSQL appends {@code /.s.PGSQL.65535.lock}. */
    private static final int SOCKET_PATH_LIMIT = 107 - "/.s.PGSQL.65535".length();

    static ServerFiles of(Path dataDirectory) {
        return new ServerFiles(dataDirectory.toAbsolutePath().normalize().resolve("postgres"));
    }

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("log");
    }

    Path startLog() {
        return log().resolve("start.log");
    }

    Path socketDirectory() {
        return root.resolve("run");
    }

    boolean socketPathFits() {
        return socketDirectory().toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_PATH_LIMIT;
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path password() {
        return root.resolve("password");
    }

    Path service() {
        return root.resolve("pg_service.conf");
    }

    Path settings() {
        return root.resolve("flowledger.conf");
    }

    Path localSettings() {
        return root.resolve("local.conf");
    }

    Path postmasterPid() {
        return data().resolve("postmaster.pid");
    }

    /** Replaces a file as a whole, so that a reader sees the old or the new one. */
    static void write(Path file, String content, String permissions) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(permissions));
        Files.writeString(partial, content);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = new ArrayList<>(walk.toList());
        }
        paths.sort(Comparator.reverseOrder());
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** PostgreSQL's rotated logs, newest first. */
    List<Path> rotatedLogs() throws IOException {
        if (!Files.isDirectory(log())) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(log())) {
            return list.filter(p -> p.getFileName().toString().startsWith("postgresql-"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
