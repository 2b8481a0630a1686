package io.flowledger.bench.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Processor time as Linux accounts for it, user and system together: proc_pid_stat(5), fields 14 to 17, in ticks of 10 ms.
 */
final class CpuClock {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every architecture that matters
    private static final Path PROC = Path.of("/proc");
    private static final int PARENT = 1; // counted from the field after the command's closing parenthesis
    private static final int USER = 11;
    private static final int WAITED_SYSTEM = 14;

    private CpuClock() {}

    /** Seconds used by children of this JVM that have ended and were waited for. */
    static double endedChildren() throws IOException {
        String[] fields = stat(PROC.resolve("self"));
        return (Long.parseLong(fields[USER + 2]) + Long.parseLong(fields[USER + 3])) / TICKS_PER_SECOND;
    }

    /** Seconds used by this JVM, its children not counted. */
    static double self() throws IOException {
        String[] fields = stat(PROC.resolve("self"));
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS_PER_SECOND;
    }

    /** Seconds used by a process, its children that have ended and its children that run: a PostgreSQL server in all. */
    static double tree(long pid) throws IOException {
        long ticks = own(stat(PROC.resolve(Long.toString(pid))));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String[] fields = stat(process);
                    if (Long.parseLong(fields[PARENT]) == pid) {
                        ticks += own(fields);
                    }
                } catch (NoSuchFileException e) {
                    // It has ended meanwhile; its parent counts it from now on.
                } catch (IOException e) {
                    if (Files.exists(process)) {
                        throw e;
                    }
                }
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long own(String[] fields) {
        long ticks = 0;
        for (int i = USER; i <= WAITED_SYSTEM; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static String[] stat(Path process) throws IOException {
        String line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
