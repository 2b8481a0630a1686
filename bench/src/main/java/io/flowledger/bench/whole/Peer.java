package io.flowledger.bench.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A collector of others, started as a child process that listens on a UDP port of the loopback. */
final class Peer implements AutoCloseable {
    private static final int POLL_MILLIS = 20;
    private static final int POLLS = 500;
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;

    private Peer(Process process) {
        this.process = process;
    }

    /** Whether a program is installed. */
    static boolean isInstalled(String program) {
        return Files.isExecutable(Path.of(program));
    }

    /** Starts it and waits until the port is bound; what it says goes to {@code log}. */
    static Peer start(List<String> command, int port, Path log) throws IOException, InterruptedException {
        Peer peer = new Peer(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        String bound = String.format(Locale.ROOT, ":%04X ", port);
        for (int i = 0; i < POLLS; i++) {
            if (!peer.process.isAlive()) {
                throw new IOException(command.get(0) + " ended: " + Files.readString(log));
            }
            if (Files.readString(Path.of("/proc/net/udp"), StandardCharsets.ISO_8859_1)
                    .contains(bound)) {
                return peer;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        peer.close();
        throw new IOException(command.get(0) + " does not listen: " + Files.readString(log));
    }

    /** Processor seconds of it and its children so far. */
    double cpuSeconds() throws IOException {
        return CpuClock.tree(process.pid());
    }

    /** Interrupts it as a terminal would, which both nfcapd and nfacctd take for the order to write what they have. */
    void terminate() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            close();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
