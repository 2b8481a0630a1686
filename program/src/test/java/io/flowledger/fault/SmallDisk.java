package io.flowledger.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory with a bound, and a file that fills it up. Needs the right to mount. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether this process may mount. */
    static boolean isPossible(Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        if (run("mount", "-t", "tmpfs", "-o", "size=1m", "flowledger-fault", scratch.toString()) != 0) {
            return false;
        }
        run("umount", "-l", scratch.toString());
        return true;
    }

    static SmallDisk mount(Path directory, int mebioctets) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        String size = "size=" + mebioctets + "m,mode=755";
        if (run("mount", "-t", "tmpfs", "-o", size, "flowledger-fault", directory.toString()) != 0) {
            throw new IOException("cannot mount a file system on " + directory);
        }
        SmallDisk disk = new SmallDisk(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(disk::unmountQuietly));
        return disk;
    }

    Path directory() {
        return directory;
    }

    /** Writes a file, or goes on with it, until only {@code free} octets are left. */
    void fill(long free) throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(directory).getUsableSpace() > free) {
                out.write(page);
            }
        }
    }

    /** Deletes that file. */
    void makeRoom() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", directory.toString());
    }

    private void unmountQuietly() {
        try {
            if (Files.exists(directory)) {
                run("umount", "-l", directory.toString());
            }
        } catch (IOException e) {
            // It was not mounted any more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
