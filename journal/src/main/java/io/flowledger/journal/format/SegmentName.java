package io.flowledger.journal.format;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The name of a segment file: its base position in 20 decimal digits, so that names sort as positions do, and
 * {@code .pcapng}; {@code .pcapng.zst} once it has been compressed, and {@code .pcapng.zst.part} while it is. The position of
 * a block is this base plus its offset in the file, or in what the compressed file unpacks to.
 */
public final class SegmentName {
    private static final int DIGITS = 20;
    private static final String SUFFIX = ".pcapng";
    private static final String COMPRESSED_SUFFIX = SUFFIX + ".zst";
    private static final String PARTIAL_SUFFIX = COMPRESSED_SUFFIX + ".part";

    private SegmentName() {}

    public static Path path(Path directory, long basePosition) {
        return path(directory, basePosition, SUFFIX);
    }

    /** The same segment compressed. */
    public static Path compressed(Path directory, long basePosition) {
        return path(directory, basePosition, COMPRESSED_SUFFIX);
    }

    /** The compressed segment while it is not whole yet; it counts for nothing. */
    public static Path partial(Path directory, long basePosition) {
        return path(directory, basePosition, PARTIAL_SUFFIX);
    }

    private static Path path(Path directory, long basePosition, String suffix) {
        return directory.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d%s", basePosition, suffix));
    }

    /** The base position that a file name says, or -1 when it is not the name of a segment, compressed or not. */
    public static long basePosition(Path file) {
        Path fileName = file.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        long plain = basePosition(name, SUFFIX);
        return plain >= 0 ? plain : basePosition(name, COMPRESSED_SUFFIX);
    }

    private static long basePosition(String name, String suffix) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
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

    /** Base positions of all segments in the directory, ascending; once for one that is there in both forms. */
    public static long[] list(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX + "{,.zst}")) {
            long[] bases = new long[16];
            int count = 0;
            for (Path file : files) {
                long base = basePosition(file);
                if (base >= 0) {
                    bases = count == bases.length ? Arrays.copyOf(bases, 2 * count) : bases;
                    bases[count++] = base;
                }
            }
            return Arrays.stream(bases, 0, count).sorted().distinct().toArray();
        }
    }

    /** Files that compressions which did not come to an end have left. */
    public static List<Path> partials(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + PARTIAL_SUFFIX)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        }
    }
}
