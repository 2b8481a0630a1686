package io.flowledger.journal.format;

import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads zstd's native library. The library's own loader leaves its copy in the directory for temporary files when the process is
 * killed, and fails when nothing may be executed from there; here the copy goes as soon as it is loaded, and the journal's own
 * directory is the second choice.
 *
 * <p>Any thread.
 */
public final class NativeZstd {
    private NativeZstd() {}

    /**
     * Loads it, if that has not been done.
     *
     * @throws IOException when there is none for this machine, or it can be executed neither from the directory for temporary
     *     files nor from {@code directory}
     */
    public static synchronized void load(Path directory) throws IOException {
        if (Native.isLoaded()) {
            return;
        }
        try {
            loadFrom(Files.createTempDirectory("flowledger-zstd"));
        } catch (IOException | LinkageError e) {
            try {
                loadFrom(Files.createTempDirectory(directory, ".zstd"));
            } catch (IOException | LinkageError second) {
                second.addSuppressed(e);
                throw new IOException("zstd's library cannot be loaded: " + second.getMessage(), second);
            }
        }
    }

    private static void loadFrom(Path directory) throws IOException {
        try {
            Native.load(directory.toFile());
        } finally {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
