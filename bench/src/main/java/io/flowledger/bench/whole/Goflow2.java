package io.flowledger.bench.whole;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * goflow2, writing what it decodes into a file: Protocol Buffers, each with its length before it, which is the cheapest of its
 * formats.
 */
final class Goflow2 {
    private static final String NAME = "goflow2";
    private static final int CONTINUED = 0x80;
    private static final int SEVEN_BITS = 7;

    private Goflow2() {}

    /** Where it is: on the PATH, or where {@code go install} puts it; null when it is not installed. */
    static @Nullable Path find() {
        List<Path> directories = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            directories.add(Path.of(directory));
        }
        directories.add(Path.of(System.getProperty("user.home"), "go", "bin"));
        return directories.stream()
                .map(directory -> directory.resolve(NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static List<String> command(Path program, int port, Path file) {
        return List.of(
                program.toString(),
                "-listen",
                "netflow://127.0.0.1:" + port,
                "-addr",
                "127.0.0.1:0",
                "-format",
                "bin",
                "-transport.file",
                file.toString(),
                "-transport.file.sep",
                "");
    }

    /** Messages in a file: a flow each. */
    static long flows(Path file) throws IOException {
        long flows = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int first = in.read(); first >= 0; first = in.read()) {
                in.skipNBytes(length(first, in));
                flows++;
            }
        } catch (EOFException e) {
            throw new IOException(file + " ends within a flow, after " + flows, e);
        }
        return flows;
    }

    /** A varint of Protocol Buffers: seven bits an octet, the lowest first. */
    private static long length(int first, InputStream in) throws IOException {
        long length = first & ~CONTINUED;
        int octet = first;
        for (int shift = SEVEN_BITS; (octet & CONTINUED) != 0; shift += SEVEN_BITS) {
            octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            length |= (long) (octet & ~CONTINUED) << shift;
        }
        return length;
    }
}
