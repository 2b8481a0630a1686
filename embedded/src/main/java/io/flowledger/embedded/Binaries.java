package io.flowledger.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs packed with Flowledger: {@code initdb} and {@code postgres}, as io.zonky builds them.
 *
 * @param version three numbers, for example {@code 17.11.0}
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(String version, Path directory) {
    private static final System.Logger LOG = System.getLogger(Binaries.class.getName());

    /** Beside the unpacked files, how many octets they are: a power cut right after unpacking may leave empty files. */
    private static final String SIZE_MARK = ".octets";

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    static String packedVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream("binaries.properties")) {
            if (in == null) {
                throw new PostgresStartException("binaries.properties is missing from the class path: a broken build");
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    /** Unpacks below root unless that was done before; other versions' programs are deleted. The caller owns root. */
    static Binaries unpackInto(Path root) throws IOException {
        String version = packedVersion();
        Path directory = root.resolve(version);
        if (!isWhole(directory)) {
            ServerFiles.deleteTree(directory);
            deleteOthers(root, "");
            LOG.log(System.Logger.Level.INFO, "unpacking PostgreSQL {0} into {1}", version, directory);
            Path partial = Files.createTempDirectory(root, ".unpack-");
            long octets = unpack(partial);
            Files.writeString(partial.resolve(SIZE_MARK), Long.toString(octets));
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
            deleteOthers(root, version);
        }
        return new Binaries(version, directory);
    }

    private static boolean isWhole(Path directory) throws IOException {
        Path mark = directory.resolve(SIZE_MARK);
        if (!Files.isRegularFile(mark)) {
            return false;
        }
        long octets = 0;
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                if (!path.equals(mark) && !Files.isSymbolicLink(path) && Files.isRegularFile(path)) {
                    octets += Files.size(path);
                }
            }
        }
        return Files.readString(mark).trim().equals(Long.toString(octets));
    }

    private static void deleteOthers(Path root, String keptVersion) throws IOException {
        List<Path> old;
        try (Stream<Path> list = Files.list(root)) {
            old = list.filter(Binaries::isOurs)
                    .filter(p -> !p.getFileName().toString().equals(keptVersion))
                    .toList();
        }
        for (Path path : old) {
            ServerFiles.deleteTree(path);
        }
    }

    private static boolean isOurs(Path path) {
        String name = path.getFileName().toString();
        return name.matches("\\d+\\.\\d+\\.\\d+") || name.startsWith(".unpack-");
    }

    private static long unpack(Path directory) throws IOException {
        String name = resourceName();
        long octets = 0;
        try (InputStream resource = Binaries.class.getResourceAsStream("/" + name)) {
            if (resource == null) {
                throw new PostgresStartException("No PostgreSQL is packed for this platform (" + name
                        + " is not on the class path). Use a server of your own: --database postgresql://…");
            }
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource, 1 << 16)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    octets += unpackEntry(tar, entry, directory);
                }
            }
        }
        return octets;
    }

    private static long unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory)
            throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new PostgresStartException("The packed archive names a path outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            createDirectory(target);
            return 0;
        }
        createDirectory(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return 0;
        }
        long octets = Files.copy(tar, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        return octets;
    }

    /** Readable for everybody whatever the umask is: the server may run as another user. */
    private static void createDirectory(@Nullable Path directory) throws IOException {
        if (directory == null || Files.isDirectory(directory)) {
            return;
        }
        createDirectory(directory.getParent());
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String resourceName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        return "postgres-" + os + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
    }
}
