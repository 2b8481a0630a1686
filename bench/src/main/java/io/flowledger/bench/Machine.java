package io.flowledger.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the machine is, and how busy. */
final class Machine {
    private Machine() {}

    /** The three load averages, as the kernel tells them. */
    static String load() throws IOException {
        String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return words[0] + " " + words[1] + " " + words[2];
    }

    /** Processor, number of processors, memory, system. */
    static List<String> facts() throws IOException {
        return List.of(
                Runtime.getRuntime().availableProcessors() + " × " + value("/proc/cpuinfo", "model name"),
                String.format(
                        Locale.ROOT,
                        "%.0f GiB memory",
                        Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024.0 / 1024.0),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "net.core.rmem_max " + number("/proc/sys/net/core/rmem_max"));
    }

    private static String number(String file) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        // Such a file gives its value to the first read only, so that the first must be large enough.
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            return String.valueOf(reader.readLine());
        }
    }

    private static String value(String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown";
    }
}
