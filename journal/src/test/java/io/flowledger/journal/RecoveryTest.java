package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.RecoveryReport;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an end at the wrong moment leaves, and what becomes of it. */
class RecoveryTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withSegmentOctets(8 << 10)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());
    private static final Datagram AFTERWARDS = Datagram.numbered(999, 77);

    @TempDir
    Path directory;

    private final List<Datagram> given = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private long end;

    private void write(int entries, int payloadLength) throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            for (int i = 0; i < entries; i++) {
                Datagram datagram = Datagram.numbered(i, payloadLength);
                given.add(datagram);
                positions.add(datagram.appendTo(writer));
            }
            end = writer.endPosition();
        }
    }

    private List<Datagram> read() throws IOException {
        try (JournalReader reader = JournalReader.open(directory)) {
            return Datagram.allOf(reader);
        }
    }

    private List<Datagram> givenAndAfterwards(int entries) {
        List<Datagram> expected = new ArrayList<>(given.subList(0, entries));
        expected.add(AFTERWARDS);
        return expected;
    }

    @Test
    void aTailThatIsTornAtAnyOctetOfTheLastPacketIsCutAndTheJournalGoesOn() throws IOException {
        write(6, 301);
        Path segment = SegmentName.path(directory, 0);
        byte[] whole = Files.readAllBytes(segment);
        int last = positions.get(5).intValue();
        for (int length = last; length < whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            assertThat(read()).isEqualTo(given.subList(0, 5));
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
                RecoveryReport report = writer.recovery();
                assertThat(report.octetsCut()).isEqualTo(length - last);
                assertThat(report.entriesKept()).isEqualTo(5);
                assertThat(report.segment()).isEqualTo(segment);
                assertThat(AFTERWARDS.appendTo(writer)).isEqualTo(last);
            }
            assertThat(read()).isEqualTo(givenAndAfterwards(5));
        }
    }

    @Test
    void aTailOfZerosAsAPowerLossLeavesItIsCut() throws IOException {
        write(6, 301);
        Path segment = SegmentName.path(directory, 0);
        byte[] whole = Files.readAllBytes(segment);
        int last = positions.get(5).intValue();
        for (int from = last; from < whole.length - 4; from += 13) {
            byte[] torn = Arrays.copyOf(whole, whole.length + 9001);
            Arrays.fill(torn, from, torn.length, (byte) 0);
            Files.write(segment, torn);
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
                assertThat(writer.recovery().octetsCut()).isEqualTo(torn.length - last);
                AFTERWARDS.appendTo(writer);
            }
            assertThat(read()).isEqualTo(givenAndAfterwards(5));
        }
    }

    @Test
    void aSegmentWhoseHeaderIsTornAtAnyOctetIsForgottenAndTheOneBeforeItGoesOn() throws IOException {
        write(30, 301);
        long[] bases = SegmentName.list(directory);
        assertThat(bases).hasSize(2);
        Path second = SegmentName.path(directory, bases[1]);
        byte[] whole = Files.readAllBytes(second);
        byte[] wholeFirst = Files.readAllBytes(SegmentName.path(directory, 0));
        int header =
                (int) (positions.stream().filter(p -> p >= bases[1]).findFirst().orElseThrow() - bases[1]);
        int inFirst = (int) positions.stream().filter(p -> p < bases[1]).count();
        for (int length = 0; length < header; length++) {
            Files.write(SegmentName.path(directory, 0), wholeFirst);
            Files.write(second, Arrays.copyOf(whole, length));
            assertThat(read()).isEqualTo(given.subList(0, inFirst));
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
                assertThat(writer.recovery().octetsCut()).isEqualTo(length);
                assertThat(AFTERWARDS.appendTo(writer)).isEqualTo(bases[1]);
            }
            assertThat(read()).isEqualTo(givenAndAfterwards(inFirst));
        }
    }

    @Test
    void aReaderInMidAirReadsOnAfterTheTornTailWasCutAndWrittenAnew() throws IOException {
        write(6, 301);
        Path segment = SegmentName.path(directory, 0);
        byte[] whole = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(whole, whole.length - 50));
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader)).hasSize(5);
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
                AFTERWARDS.appendTo(writer);
            }
            assertThat(Datagram.allOf(reader)).containsExactly(AFTERWARDS);
            assertThat(reader.corruptOctets()).isZero();
        }
    }

    @Test
    void positionsThatAreInUseElsewhereAreNotGivenOutAgain() throws IOException {
        write(6, 301);
        Path segment = SegmentName.path(directory, 0);
        Files.write(
                segment,
                Arrays.copyOf(Files.readAllBytes(segment), positions.get(3).intValue()));
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            reader.seek(end);
            assertThat(reader.next(entry)).isFalse();
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, end)) {
                assertThat(writer.recovery().gapOctets()).isEqualTo(end - positions.get(3));
                assertThat(AFTERWARDS.appendTo(writer)).isGreaterThan(end);
            }
            assertThat(Datagram.allOf(reader)).containsExactly(AFTERWARDS);
            assertThat(reader.gapOctets()).isZero();
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader)).isEqualTo(givenAndAfterwards(3));
            assertThat(reader.gapOctets()).isEqualTo(end - positions.get(3));
            assertThat(reader.corruptOctets()).isZero();
        }
        assertThat(SegmentName.list(directory)).containsExactly(0, end);
    }

    @Test
    void damageWithinTheLastSegmentKeepsWhatFollowsItAndBeginsANewSegment() throws IOException {
        write(9, 301);
        Path segment = SegmentName.path(directory, 0);
        byte[] damaged = Files.readAllBytes(segment);
        damaged[positions.get(4).intValue() + 100] ^= 1;
        Files.write(segment, damaged);
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            assertThat(writer.recovery().corruptOctets()).isEqualTo(positions.get(5) - positions.get(4));
            assertThat(writer.recovery().octetsCut()).isZero();
            AFTERWARDS.appendTo(writer);
        }
        List<Datagram> expected = givenAndAfterwards(9);
        expected.remove(4);
        assertThat(read()).isEqualTo(expected);
        assertThat(SegmentName.list(directory)).containsExactly(0, end);
    }

    @Test
    void anEmptyJournalCanBeginAtAPositionThatIsInUseElsewhere() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 123_456)) {
            assertThat(writer.firstPosition()).isEqualTo(123_456);
            AFTERWARDS.appendTo(writer);
        }
        assertThat(read()).containsExactly(AFTERWARDS);
    }
}
