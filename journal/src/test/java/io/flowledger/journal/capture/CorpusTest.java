package io.flowledger.journal.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusTest {
    private static Path directory(String property) {
        String value = System.getProperty(property, "");
        assumeFalse(value.isEmpty(), property + " is not set");
        return Path.of(value);
    }

    @Test
    void everyFileOfTheCorpusGivesDatagramsWithoutAnException() throws IOException {
        try (Stream<Path> files = Files.walk(directory("flowledger.corpus"))) {
            List<Path> captures = files.filter(file -> file.toString().matches(".*\\.(dat|bin|dump|pcap|ipfix)"))
                    .toList();
            assertThat(captures).hasSizeGreaterThan(290);
            for (Path file : captures) {
                assertThat(Frames.read(file)).as(file.toString()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "softflowd-v5, 2192",
        "softflowd-v9, 3526",
        "softflowd-ipfix, 3515",
        "pmacct-nfprobe-v9, 16993",
        "pmacct-nfprobe-ipfix, 16679",
        "fprobe-v5, 2135",
        "pmacct-sfprobe, 2445",
    })
    void everyRecordingGivesItsDatagrams(String name, int datagrams) throws IOException {
        Path file = directory("flowledger.recordings").resolve(name + ".pcap");
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(Frames.read(reader)).hasSize(datagrams);
            assertThat(reader.remarks()).isEmpty();
            assertThat(reader.octetsRead()).isEqualTo(reader.totalOctets());
        }
    }
}
