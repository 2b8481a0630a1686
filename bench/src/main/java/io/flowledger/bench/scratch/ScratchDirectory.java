package io.flowledger.bench.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that are made for a measurement and go with it. */
public final class ScratchDirectory {
    private ScratchDirectory() {}

    /** Makes one that a server of PostgreSQL can write to as well: root's runs as another user. */
    public static Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        Path directory = Files.createTempDirectory(parent, "flowledger-bench");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        return directory;
    }

    /** Makes one where temporary files are. */
    public static Path create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        }
    }
}
