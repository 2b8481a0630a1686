package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalLockedException;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's size is bounded, what does not fit is counted, and only what nobody needs is deleted. */
class BoundTest {
    private static final long TOTAL = 64 << 10;
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withSegmentOctets(8 << 10)
            .withTotalOctets(TOTAL)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());

    @TempDir
    Path directory;

    private long octetsOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".pcapng"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static int fill(JournalWriter writer, int from) {
        int number = from;
        while (Datagram.numbered(number, 1000).appendTo(writer) >= 0) {
            number++;
        }
        return number;
    }

    @Test
    void aFullJournalRefusesTheNewestAndTheNextEntryTellsHowMany() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0);
                JournalReader reader = JournalReader.open(directory)) {
            int accepted = fill(writer, 0);
            writer.kernelDropped(5);
            for (int i = 0; i < 99; i++) {
                assertThat(Datagram.numbered(0, 1000).appendTo(writer)).isEqualTo(-1);
            }
            assertThat(writer.journalFullRefused()).isEqualTo(100);
            writer.flush();
            assertThat(octetsOnDisk()).isBetween(TOTAL - 1200, TOTAL);
            assertThat(writer.totalOctets()).isEqualTo(octetsOnDisk());
            assertThat(Datagram.allOf(reader)).hasSize(accepted);

            writer.deleteBefore(reader.position(), Long.MAX_VALUE);
            assertThat(Datagram.numbered(7, 1000).appendTo(writer)).isPositive();
            assertThat(Datagram.numbered(8, 1000).appendTo(writer)).isPositive();
            writer.flush();
            List<Datagram> afterwards = Datagram.allOf(reader);
            assertThat(afterwards).extracting(Datagram::journalFullDropped).containsExactly(100L, 0L);
            assertThat(afterwards).extracting(Datagram::kernelDropped).containsExactly(5L, 0L);
            assertThat(afterwards.get(0).withoutDrops()).isEqualTo(Datagram.numbered(7, 1000));
        }
    }

    @Test
    void whenFullWhatIsNotNeededGoesOldestFirstHoweverYoungItIs() throws IOException {
        JournalEntry entry = new JournalEntry();
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0);
                JournalReader reader = JournalReader.open(directory)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(Datagram.numbered(i, 1000).appendTo(writer)).isPositive();
                writer.flush();
                assertThat(reader.next(entry)).isTrue();
                assertThat(Datagram.of(entry)).isEqualTo(Datagram.numbered(i, 1000));
                writer.deleteBefore(entry.nextPosition(), Long.MIN_VALUE);
            }
            assertThat(octetsOnDisk()).isBetween(TOTAL - (16 << 10), TOTAL);
            assertThat(writer.firstPosition())
                    .isEqualTo(SegmentName.list(directory)[0])
                    .isPositive();
            assertThat(reader.gapOctets()).isZero();
        }
    }

    @Test
    void onlySegmentsWhoseLastEntryIsOldEnoughAreDeletedAlsoAfterAReopen() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            for (int i = 0; i < 50; i++) {
                positions.add(Datagram.numbered(i, 1000).appendTo(writer));
            }
        }
        long[] bases = SegmentName.list(directory);
        long third = bases[3];
        int firstInThird = (int) positions.stream().filter(p -> p < third).count();
        long lastOfSecond = Datagram.numbered(firstInThird - 1, 0).receivedAtNanos();
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            writer.deleteBefore(positions.get(49), lastOfSecond);
            assertThat(writer.firstPosition()).isEqualTo(bases[2]);
            writer.deleteBefore(0, lastOfSecond + 1);
            assertThat(writer.firstPosition()).isEqualTo(third);
            writer.deleteBefore(0, Long.MAX_VALUE);
            assertThat(SegmentName.list(directory)).containsExactly(bases[bases.length - 1]);
        }
    }

    @Test
    void aReaderOfDeletedSegmentsGoesOnWithTheOldestThatIsLeftAndCountsTheGap() throws IOException {
        List<Long> positions = new ArrayList<>();
        JournalEntry entry = new JournalEntry();
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0);
                JournalReader reader = JournalReader.open(directory)) {
            UUID id = writer.id();
            for (int i = 0; i < 50; i++) {
                positions.add(Datagram.numbered(i, 1000).appendTo(writer));
            }
            writer.flush();
            long[] bases = SegmentName.list(directory);
            assertThat(reader.next(entry)).isTrue();
            writer.deleteBefore(bases[4], Long.MAX_VALUE);

            assertThat(reader.id()).isEqualTo(id);
            assertThat(reader.firstPosition()).isEqualTo(bases[4]);
            assertThat(reader.read(positions.get(0), entry)).isFalse();
            long left = positions.stream()
                    .filter(p -> p < bases[1] || p >= bases[4])
                    .count();
            assertThat(Datagram.allOf(reader)).hasSize((int) left - 1);
            assertThat(reader.gapOctets()).isEqualTo(bases[4] - bases[1]);
            assertThat(reader.corruptOctets()).isZero();
        }
    }

    @Test
    void dropsAfterTheLastEntryAreToldByTheFirstEntryOfTheNextRun() throws IOException, InterruptedException {
        JournalSettings wider = SETTINGS.withTotalOctets(2 * TOTAL);
        int accepted;
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            accepted = fill(writer, 0);
            writer.kernelDropped(23);
        }
        // opened and closed without an entry in between: not lost, not doubled
        JournalWriter.open(directory, wider, 0).close();
        try (JournalWriter writer = JournalWriter.open(directory, wider, 0)) {
            assertThat(Datagram.numbered(1, 1000).appendTo(writer)).isPositive();
        }
        try (JournalWriter writer = JournalWriter.open(directory, wider, 0);
                JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.numbered(2, 1000).appendTo(writer)).isPositive();
            writer.flush();
            List<Datagram> all = Datagram.allOf(reader);
            assertThat(all).hasSize(accepted + 2);
            assertThat(all.get(accepted).journalFullDropped()).isEqualTo(1);
            assertThat(all.get(accepted).kernelDropped()).isEqualTo(23);
            assertThat(all.get(accepted + 1).withoutDrops()).isEqualTo(all.get(accepted + 1));
        }
        for (long base : SegmentName.list(directory)) {
            Tool.run("tshark", "-r", SegmentName.path(directory, base).toString(), "-c", "1");
        }
    }

    @Test
    void aSecondWriterIsToldWhoHasTheJournal() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            assertThatThrownBy(() -> JournalWriter.open(directory, SETTINGS, 0))
                    .isInstanceOf(JournalLockedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(Datagram.numbered(1, 1).appendTo(writer)).isPositive();
        }
        JournalWriter.open(directory, SETTINGS, 0).close();
    }

    @Test
    void aReserveThatIsNotFreeRefusesEverything() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS.withReserveOctets(Long.MAX_VALUE / 2), 0)) {
            writer.flush();
            for (int i = 0; i < 2000; i++) {
                Datagram.numbered(i, 1000).appendTo(writer);
            }
            assertThat(writer.writtenPosition()).isZero();
            assertThat(writer.journalFullRefused()).isPositive();
            assertThatThrownBy(writer::close)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be written");
        }
    }

    @Test
    void aFullFileSystemRefusesTheNewestKeepsWholeEntriesAndGoesOnWhenThereIsRoom()
            throws IOException, InterruptedException {
        Path mount = Files.createTempDirectory("small");
        assumeTrue(isMounted(mount), "a small tmpfs can only be mounted by root");
        try {
            JournalSettings settings = JournalSettings.standard()
                    .withSegmentOctets(256 << 10)
                    .withBufferOctets(128 << 10)
                    .withReserveOctets(0)
                    .withSync(SyncPolicy.always());
            int accepted = 0;
            int refused = 0;
            Path ballast = Files.write(mount.resolve("ballast"), new byte[300_001]);
            try (JournalWriter writer = JournalWriter.open(mount, settings, 0);
                    JournalReader reader = JournalReader.open(mount)) {
                for (int i = 0; i < 3000; i++) {
                    if (Datagram.numbered(accepted, 1000).appendTo(writer) >= 0) {
                        accepted++;
                    } else {
                        refused++;
                    }
                    if (i % 10 == 0) {
                        writer.flush();
                    }
                }
                assertThat(refused).isBetween(500, 2500);
                List<Datagram> written = Datagram.allOf(reader);
                assertThat(written).hasSizeBetween(accepted - 140, accepted);
                assertThat(reader.position()).isEqualTo(writer.writtenPosition());
                assertThat(reader.corruptOctets()).isZero();

                Files.delete(ballast);
                long end = System.nanoTime() + 10_000_000_000L;
                while (writer.writtenPosition() < writer.endPosition() && System.nanoTime() < end) {
                    writer.flush();
                }
                Datagram.numbered(accepted, 1000).appendTo(writer);
                writer.flush();
                written.addAll(Datagram.allOf(reader));
                assertThat(written).hasSize(accepted + 1);
                assertThat(written.get(accepted).journalFullDropped()).isEqualTo(refused);
                for (int i = 0; i <= accepted; i++) {
                    assertThat(written.get(i).withoutDrops()).isEqualTo(Datagram.numbered(i, 1000));
                }
            }
        } finally {
            new ProcessBuilder("umount", mount.toString()).start().waitFor();
            Files.delete(mount);
        }
    }

    private static boolean isMounted(Path mount) throws InterruptedException {
        try {
            return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
