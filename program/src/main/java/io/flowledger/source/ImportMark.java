package io.flowledger.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a file is in the journal for sure, kept in a small file beside the journal.
 *
 * @param fingerprint SHA-256 of the file's content, hexadecimal
 * @param datagrams so many of its first datagrams lie before {@link #position}
 * @param position a journal position
 */
public record ImportMark(String fingerprint, long datagrams, long position) {
    private static final String FILE = "import-mark";

    /** The mark in {@code directory}, or null when there is none. */
    public static @Nullable ImportMark read(Path directory) throws IOException {
        try {
            List<String> words = List.of(Files.readString(directory.resolve(FILE), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" "));
            return words.size() == 3
                    ? new ImportMark(words.get(0), Long.parseLong(words.get(1)), Long.parseLong(words.get(2)))
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Replaces the mark in {@code directory}. */
    public void write(Path directory) throws IOException {
        Path next = directory.resolve(FILE + ".next");
        Files.writeString(next, fingerprint + " " + datagrams + " " + position + "\n", StandardCharsets.US_ASCII);
        Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
