package io.flowledger.wire.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line of the corpus' EXPECTED.jsonl: some files, fed in order, and what they must give. */
public record ExpectedSet(Path corpus, Map<String, Object> values) {
    /** The directory of a system property, or null when it is not set. */
    public static @Nullable Path directory(String property) {
        String value = System.getProperty(property, "");
        return value.isEmpty() ? null : Path.of(value);
    }

    /** All sets of the corpus. */
    public static List<ExpectedSet> all(Path corpus) {
        List<ExpectedSet> sets = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(corpus.resolve("EXPECTED.jsonl"))) {
                if (!line.isBlank()) {
                    sets.add(new ExpectedSet(corpus, JsonValue.object(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sets;
    }

    public String name() {
        return (String) Objects.requireNonNull(values.get("set"));
    }

    /** Whether a datagram of the set has this version, as the corpus names it: {@code 1}, {@code 7}, {@code sflow5}. */
    public boolean hasVersion(String version) {
        return ((Map<?, ?>) Objects.requireNonNull(values.get("versions"))).containsKey(version);
    }

    /** A number, 0 when it is not there. */
    public long number(String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked") // JSON objects are maps with string keys
    public @Nullable Map<String, Object> object(String key) {
        return (Map<String, Object>) values.get(key);
    }

    /** The UDP payloads of all files, in order. */
    public List<byte[]> datagrams() {
        List<byte[]> datagrams = new ArrayList<>();
        for (Object file : (List<?>) Objects.requireNonNull(values.get("files"))) {
            datagrams.addAll(CaptureFile.datagrams(corpus.resolve((String) file)));
        }
        return datagrams;
    }

    @Override
    public String toString() {
        return name();
    }
}
