package io.flowledger.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The named pipe between Grafolean's collector and writer, before it is opened. */
public final class NamedPipe {
    private NamedPipe() {}

    /**
     * Makes the pipe when it is not there.
     *
     * @throws IOException when it cannot be made or something else is there; the message says what to do
     */
    static void make(Path pipe) throws IOException {
        if (!Files.exists(pipe)) {
            try {
                Process process = new ProcessBuilder("mkfifo", pipe.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectInput(new File("/dev/null"))
                        .start();
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while making " + pipe, e);
            }
        }
        if (!Files.exists(pipe)) {
            throw new IOException("cannot make the named pipe " + pipe
                    + ": does its directory exist, and may this user write there?");
        }
        check(pipe);
    }

    /**
     * Refuses what cannot be a named pipe.
     *
     * @throws IOException for a file or directory; the message says what to do
     */
    public static void check(Path pipe) throws IOException {
        if (Files.isRegularFile(pipe) || Files.isDirectory(pipe)) {
            throw new IOException(pipe + " is no named pipe; remove it, or name another");
        }
    }
}
