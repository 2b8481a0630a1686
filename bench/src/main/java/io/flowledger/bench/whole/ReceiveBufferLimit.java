package io.flowledger.bench.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel grants a socket as receive buffer, {@code net.core.rmem_max}: raised to what the documentation advises while
 * loads are received, where this process may do that, and put back afterwards.
 */
final class ReceiveBufferLimit implements AutoCloseable {
    private static final Path FILE = Path.of("/proc/sys/net/core/rmem_max");

    /** As docs/operating.md says, and as peers are told to ask for. */
    static final int ADVISED_OCTETS = 33_554_432;

    private final @Nullable String before;
    private final Thread hook = new Thread(this::putBack, "rmem_max");

    private ReceiveBufferLimit(@Nullable String before) {
        this.before = before;
    }

    static ReceiveBufferLimit raise() throws IOException {
        String now = now();
        boolean raises = Files.isWritable(FILE) && Long.parseLong(now) < ADVISED_OCTETS;
        ReceiveBufferLimit limit = new ReceiveBufferLimit(raises ? now : null);
        if (raises) {
            // Whoever interrupts a measurement gets it back too.
            Runtime.getRuntime().addShutdownHook(limit.hook);
            Files.writeString(FILE, Integer.toString(ADVISED_OCTETS));
        }
        return limit;
    }

    private static String now() throws IOException {
        // Such a file gives its value to the first read only.
        try (BufferedReader reader = Files.newBufferedReader(FILE)) {
            return String.valueOf(reader.readLine()).strip();
        }
    }

    /** What held meanwhile, as a sentence. */
    String note() throws IOException {
        String now = now();
        return before != null
                ? "net.core.rmem_max was raised from " + before + " to " + now + " for this.\n"
                : String.format(
                        Locale.ROOT,
                        "net.core.rmem_max was %s%s.%n",
                        now,
                        Long.parseLong(now) < ADVISED_OCTETS
                                ? ", less than the " + ADVISED_OCTETS + " that are advised, and could not be raised"
                                : "");
    }

    private void putBack() {
        try {
            if (before != null) {
                Files.writeString(FILE, before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " could not be put back to " + before, e);
        }
    }

    @Override
    public void close() {
        if (before != null) {
            Runtime.getRuntime().removeShutdownHook(hook);
            putBack();
        }
    }
}
