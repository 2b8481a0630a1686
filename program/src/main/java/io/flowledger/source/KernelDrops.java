package io.flowledger.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many datagrams the kernel dropped because a socket's receive buffer was full: the last column of Linux's
 * {@code /proc/net/udp} and {@code /proc/net/udp6}, which begins at 0 with each socket. Elsewhere it is always 0.
 */
public final class KernelDrops {
    private static final int LOCAL_ADDRESS = 1;

    private final List<Path> tables;

    /** Of this machine. */
    public KernelDrops() {
        this(Path.of("/"));
    }

    /**
     * Of a machine.
     *
     * @param root where proc lies
     */
    public KernelDrops(Path root) {
        tables = List.of(root.resolve("proc/net/udp"), root.resolve("proc/net/udp6"));
    }

    /** Whether the system tells at all. */
    public boolean isTold() {
        return tables.stream().anyMatch(Files::isReadable);
    }

    /** Drops by local port, all sockets of a port together; a port without a socket is missing. */
    public Map<Integer, Long> byPort() throws IOException {
        Map<Integer, Long> drops = new HashMap<>();
        for (Path table : tables) {
            if (!Files.isReadable(table)) {
                continue;
            }
            List<String> lines = Files.readAllLines(table, StandardCharsets.US_ASCII);
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] words = line.strip().split("\\s+");
                String local = words[LOCAL_ADDRESS];
                int port = Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
                drops.merge(port, Long.parseLong(words[words.length - 1]), Long::sum);
            }
        }
        return drops;
    }
}
