package io.flowledger.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.Datagram;
import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closed segments are compressed, and nobody who reads them notices. */
class SegmentCompressorTest {
    private static final JournalSettings SETTINGS =
            JournalSettings.standard().withReserveOctets(0).withSync(SyncPolicy.none());
    private static final int ENTRIES = 1_500;
    private static final JournalSettings SHORT = SETTINGS.withSegmentOctets(8 << 10);
    private static final int FEW = 40;

    @TempDir
    Path directory;

    @TempDir
    Path snapshots;

    private static Datagram datagram(int i) {
        return Datagram.numbered(i, 700 + i % 700);
    }

    private static List<Datagram> datagrams(int count) {
        List<Datagram> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(datagram(i));
        }
        return all;
    }

    private static List<Long> write(JournalWriter writer, int count) {
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(datagram(i).appendTo(writer));
        }
        writer.flush();
        return positions;
    }

    private static int compressAll(SegmentCompressor compressor) throws IOException {
        int count = 0;
        while (compressor.compressNext(() -> true)) {
            count++;
        }
        return count;
    }

    private static void nothingIsNeeded(JournalWriter writer) throws IOException {
        writer.deleteBefore(writer.endPosition(), Long.MIN_VALUE);
    }

    private static List<String> names(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.contains(".pcapng"))
                    .sorted()
                    .toList();
        }
    }

    private static long octets(Path journal) throws IOException {
        long sum = 0;
        for (String name : names(journal)) {
            sum += Files.size(journal.resolve(name));
        }
        return sum;
    }

    private static List<Datagram> read(Path journal) throws IOException {
        try (JournalReader reader = JournalReader.open(journal)) {
            List<Datagram> all = Datagram.allOf(reader);
            assertThat(reader.corruptOctets()).isZero();
            assertThat(reader.gapOctets()).isZero();
            return all;
        }
    }

    @Test
    void compressedSegmentsReadAsTheyDidInOrderAndByPosition() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS.withSegmentOctets(600 << 10), 0)) {
            List<Long> positions = write(writer, ENTRIES);
            long[] bases = SegmentName.list(directory);
            assertThat(bases).hasSize(3);
            long before = writer.totalOctets();
            nothingIsNeeded(writer);

            assertThat(compressAll(writer.compressor())).isEqualTo(2);

            assertThat(names(directory))
                    .containsExactly(
                            "00000000000000000000.pcapng.zst",
                            String.valueOf(
                                    SegmentName.compressed(directory, bases[1]).getFileName()),
                            String.valueOf(SegmentName.path(directory, bases[2]).getFileName()));
            assertThat(SegmentName.list(directory)).isEqualTo(bases);
            assertThat(writer.totalOctets()).isEqualTo(octets(directory)).isLessThan(before / 2);
            assertThat(read(directory)).isEqualTo(datagrams(ENTRIES));
            try (JournalReader reader = JournalReader.open(directory)) {
                JournalEntry entry = new JournalEntry();
                for (int i = ENTRIES - 1; i >= 0; i -= 7) {
                    assertThat(reader.read(positions.get(i), entry)).isTrue();
                    assertThat(Datagram.of(entry)).isEqualTo(datagram(i));
                    assertThat(reader.read(positions.get(i) + 4, entry)).isFalse();
                }
                assertThat(reader.id()).isEqualTo(writer.id());
            }
        }
        try (JournalWriter again = JournalWriter.open(directory, SETTINGS.withSegmentOctets(600 << 10), 0)) {
            assertThat(again.recovery().clean()).isTrue();
            assertThat(again.totalOctets()).isEqualTo(octets(directory));
            assertThat(datagram(ENTRIES).appendTo(again)).isPositive();
        }
        assertThat(read(directory)).isEqualTo(datagrams(ENTRIES + 1));
    }

    @Test
    void aKillAfterAnyStepLeavesEachDatagramExactlyOnce() throws IOException {
        List<SegmentCompressor.Step> steps = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.open(directory, SHORT, 0)) {
            write(writer, FEW);
            nothingIsNeeded(writer);
            compressAll(writer.compressor().telling(step -> {
                copy(directory, snapshots.resolve(String.valueOf(steps.size())));
                steps.add(step);
            }));
        }
        assertThat(steps)
                .startsWith(SegmentCompressor.Step.values())
                .hasSize(4 * SegmentCompressor.Step.values().length);
        for (int i = 0; i < steps.size(); i++) {
            Path killed = snapshots.resolve(String.valueOf(i));
            assertThat(read(killed)).as("%s", steps.get(i)).isEqualTo(datagrams(FEW));

            try (JournalWriter again = JournalWriter.open(killed, SHORT, 0)) {
                assertThat(names(killed))
                        .hasSameSizeAs(SegmentName.list(killed))
                        .noneMatch(name -> name.endsWith(".part"));
                assertThat(again.totalOctets()).isEqualTo(octets(killed));
                assertThat(read(killed)).isEqualTo(datagrams(FEW));
                datagram(FEW).appendTo(again);
                again.flush();
                nothingIsNeeded(again);
                compressAll(again.compressor());
            }
            assertThat(names(killed))
                    .filteredOn(name -> name.endsWith(".pcapng"))
                    .hasSize(1);
            assertThat(read(killed)).isEqualTo(datagrams(FEW + 1));
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onlyWhatLiesBelowTheLowestNeededPositionAndIsOnTheDiskIsCompressed() throws IOException {
        JournalSettings never = SHORT.withSync(SyncPolicy.every(Duration.ofDays(1)));
        try (JournalWriter writer = JournalWriter.open(directory, never, 0)) {
            write(writer, FEW);
            nothingIsNeeded(writer);

            assertThat(compressAll(writer.compressor())).isZero();
        }
        try (JournalWriter writer = JournalWriter.open(directory, SHORT, 0)) {
            long[] bases = SegmentName.list(directory);
            assertThat(compressAll(writer.compressor())).isZero();
            writer.deleteBefore(bases[3] - 1, Long.MIN_VALUE);

            assertThat(compressAll(writer.compressor())).isEqualTo(2);

            assertThat(SegmentName.path(directory, bases[1])).doesNotExist();
            assertThat(SegmentName.path(directory, bases[2])).exists();
        }
    }

    @Test
    void aSegmentThatDoesNotShrinkStaysAsItIs() throws IOException {
        Random random = new Random(7);
        Datagram some = Datagram.numbered(1, 0);
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS.withSegmentOctets(200 << 10), 0)) {
            for (int i = 0; i < 8; i++) {
                byte[] noise = new byte[60_000];
                random.nextBytes(noise);
                String payload = HexFormat.of().formatHex(noise);
                new Datagram(i, some.exporter(), 1, some.listener(), 2, payload, 0, 0, null).appendTo(writer);
            }
            writer.flush();
            nothingIsNeeded(writer);
            List<String> before = names(directory);
            long octets = writer.totalOctets();

            compressAll(writer.compressor());

            assertThat(names(directory)).isEqualTo(before).hasSizeGreaterThan(1);
            assertThat(writer.totalOctets()).isEqualTo(octets);
        }
    }

    @Test
    void compressedSegmentsAreDeletedByAgeAndWhenTheJournalIsFull() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SHORT, 0)) {
            write(writer, FEW);
            nothingIsNeeded(writer);
            compressAll(writer.compressor());
        }
        long[] bases = SegmentName.list(directory);
        try (JournalWriter writer = JournalWriter.open(directory, SHORT.withTotalOctets(24 << 10), 0);
                JournalReader reader = JournalReader.open(directory)) {
            reader.seek(bases[2]);
            JournalEntry entry = new JournalEntry();
            assertThat(reader.next(entry)).isTrue();

            writer.deleteBefore(writer.endPosition(), entry.receivedAtNanos());
            assertThat(SegmentName.list(directory)).startsWith(bases[2]);
            assertThat(writer.totalOctets()).isEqualTo(octets(directory));

            for (int i = 0; i < 200; i++) {
                assertThat(datagram(i).appendTo(writer)).isPositive();
                nothingIsNeeded(writer);
            }
            writer.flush();
            assertThat(writer.totalOctets()).isEqualTo(octets(directory)).isLessThanOrEqualTo(24 << 10);
            assertThat(names(directory)).noneMatch(name -> name.endsWith(".zst"));
        }
    }

    @Test
    void aSegmentThatIsDeletedWhileItIsCompressedLeavesNothing() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SHORT, 0)) {
            write(writer, FEW);
            long[] bases = SegmentName.list(directory);
            nothingIsNeeded(writer);

            for (SegmentCompressor.Step when : SegmentCompressor.Step.values()) {
                SegmentCompressor compressor = writer.compressor().telling(step -> {
                    if (step == when) {
                        try {
                            writer.deleteBefore(0, Long.MAX_VALUE);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
                compressor.compressNext(() -> true);
                assertThat(names(directory)).as("%s", when).hasSize(1);
                assertThat(writer.totalOctets()).isEqualTo(octets(directory));
                write(writer, FEW);
                nothingIsNeeded(writer);
            }
            assertThat(SegmentName.list(directory)[0]).isGreaterThanOrEqualTo(bases[bases.length - 1]);
        }
    }

    @Test
    void compressionThatIsToldToEndLeavesTheSegmentAsItWas() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SHORT, 0)) {
            write(writer, FEW);
            nothingIsNeeded(writer);
            List<String> before = names(directory);

            assertThat(writer.compressor().compressNext(() -> false)).isFalse();

            assertThat(names(directory)).isEqualTo(before);
            assertThat(writer.compressor().compressNext(() -> true)).isTrue();
        }
    }
}
