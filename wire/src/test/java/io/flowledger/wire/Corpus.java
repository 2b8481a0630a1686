package io.flowledger.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of real exports that system property {@code flowledger.corpus} names; tests skip without it. */
final class Corpus {
    /** Files of one exporter in order and what an independent decoder found in them. */
    record ExpectedSet(
            String name,
            List<Path> files,
            long flowRecords,
            long recoverable,
            long optionsRecords,
            long octets,
            long packets) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    static Path folder() {
        String folder = System.getProperty("flowledger.corpus", "");
        Assumptions.assumeFalse(folder.isEmpty(), "system property flowledger.corpus is not set");
        return Path.of(folder);
    }

    static List<Path> malformed() throws IOException {
        try (Stream<Path> files = Files.walk(folder().resolve("malformed"))) {
            return files.filter(file -> file.toString().matches(".*\\.(dat|ipfix)"))
                    .sorted()
                    .toList();
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** NetFlow and IPFIX sets that do not lie in capture files. */
    static List<ExpectedSet> expectedSets() throws IOException {
        List<ExpectedSet> sets = new ArrayList<>();
        for (String line : Files.readAllLines(folder().resolve("EXPECTED.jsonl"))) {
            if (line.contains(".pcap\"")
                    || !Pattern.compile("\"versions\": \\{\"(5|9|10)\"")
                            .matcher(line)
                            .find()) {
                continue;
            }
            List<Path> files = new ArrayList<>();
            Matcher list = Pattern.compile("\"files\": \\[([^]]*)]").matcher(line);
            if (list.find()) {
                for (String file : list.group(1).split(", ")) {
                    files.add(folder().resolve(file.replace("\"", "")));
                }
            }
            long recoverable = Math.max(0, number(line, "records_recoverable_by_buffering"));
            sets.add(new ExpectedSet(
                    text(line, "set"),
                    files,
                    number(line, "flow_records"),
                    recoverable,
                    number(line, "options_records"),
                    number(line, "sum_octets"),
                    number(line, "sum_packets")));
        }
        return sets;
    }

    private static String text(String line, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": \"([^\"]*)\"").matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static long number(String line, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\": (\\d+)").matcher(line);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
