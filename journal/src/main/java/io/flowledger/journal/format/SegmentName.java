package io.flowledger.journal.format;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The name of a segment file: its base position in 20 decimal digits, so that names sort as positions do, and
 * {@code .pcapng}. The position of a block is this base plus its offset in the file.
 */
public final class SegmentName {
    private static final int DIGITS = 20;
    private static final String SUFFIX = ".pcapng";

    private SegmentName() {}

    public static Path path(Path directory, long basePosition) {
        return directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d%s", basePosition, SUFFIX));
    }

    /** The base position that a file name says, or -1 when it is not the name of a segment. */
    public static long basePosition(Path file) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        try {
            return Long.parseLong(name.substring(0, DIGITS));
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    /** Base positions of all segments in the directory, ascending. */
    public static long[] list(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            long[] bases = new long[16];
            int count = 0;
            for (Path file : files) {
                long base = basePosition(file);
                if (base >= 0) {
                    bases = count == bases.length ? Arrays.copyOf(bases, 2 * count) : bases;
                    bases[count++] = base;
                }
            }
            long[] sorted = Arrays.copyOf(bases, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
