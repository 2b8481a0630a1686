package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final JournalSettings SMALL = JournalSettings.standard()
            .withSegmentOctets(16 << 10)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());

    @TempDir
    Path directory;

    @Test
    void whatWasAppendedIsReadBackInOrderAcrossSegments() throws IOException {
        List<Datagram> given = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            for (int i = 0; i < 200; i++) {
                Datagram datagram = Datagram.numbered(i, i * 7 % 1500);
                assertThat(datagram.appendTo(writer)).isPositive();
                given.add(datagram);
            }
        }
        assertThat(SegmentName.list(directory)).hasSizeGreaterThan(5);
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader)).isEqualTo(given);
            assertThat(reader.corruptOctets()).isZero();
            assertThat(reader.gapOctets()).isZero();
        }
    }

    @Test
    void eachEntryIsFoundByThePositionThatAppendGave() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            for (int i = 0; i < 100; i++) {
                positions.add(Datagram.numbered(i, 400).appendTo(writer));
            }
        }
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (int i = 99; i >= 0; i--) {
                assertThat(reader.read(positions.get(i), entry)).isTrue();
                assertThat(entry.position()).isEqualTo(positions.get(i));
                assertThat(Datagram.of(entry)).isEqualTo(Datagram.numbered(i, 400));
            }
            assertThat(reader.read(positions.get(50) + 4, entry)).isFalse();
            assertThat(reader.read(1L << 40, entry)).isFalse();
        }
    }

    @Test
    void aReaderGoesOnFromTheNextPositionOfTheLastEntryThatWasDone() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            for (int i = 0; i < 100; i++) {
                Datagram.numbered(i, 400).appendTo(writer);
            }
        }
        JournalEntry entry = new JournalEntry();
        long done = 0;
        for (int i = 0; i < 100; i++) {
            try (JournalReader reader = JournalReader.open(directory)) {
                reader.seek(done);
                assertThat(reader.next(entry)).isTrue();
                assertThat(Datagram.of(entry)).isEqualTo(Datagram.numbered(i, 400));
                done = entry.nextPosition();
            }
        }
    }

    @Test
    void aReaderFollowsTheWriterThroughEveryFlush() throws IOException {
        JournalEntry entry = new JournalEntry();
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0);
                JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.next(entry)).isFalse();
            for (int i = 0; i < 300; i++) {
                Datagram.numbered(i, 500).appendTo(writer);
                writer.flush();
                assertThat(reader.next(entry)).isTrue();
                assertThat(Datagram.of(entry)).isEqualTo(Datagram.numbered(i, 500));
                assertThat(reader.position()).isEqualTo(writer.endPosition());
                assertThat(reader.next(entry)).isFalse();
            }
        }
    }

    @Test
    void aReaderMayOpenAnEmptyDirectoryBeforeTheWriter() throws IOException {
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.next(entry)).isFalse();
            assertThat(reader.id()).isNull();
            try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
                Datagram.numbered(1, 5).appendTo(writer);
                writer.flush();
                assertThat(reader.next(entry)).isTrue();
                assertThat(reader.id()).isEqualTo(writer.id());
            }
        }
    }

    @Test
    void dropsAreToldByTheNextEntryOnceAndKeptApartByCause() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            writer.kernelDropped(3);
            writer.kernelDropped(1L << 40);
            Datagram.numbered(0, 10).appendTo(writer);
            Datagram.numbered(1, 10).appendTo(writer);
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            List<Datagram> all = Datagram.allOf(reader);
            assertThat(all).extracting(Datagram::kernelDropped).containsExactly(3 + (1L << 40), 0L);
            assertThat(all).extracting(Datagram::journalFullDropped).containsExactly(0L, 0L);
        }
    }

    @Test
    void aDirectBufferIsAppendedWithoutMovingItsPosition() throws IOException {
        ByteBuffer payload = ByteBuffer.allocateDirect(100);
        payload.position(10).limit(14);
        payload.putInt(10, 0x00050102);
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            writer.append(1, new byte[] {10, 0, 0, 1}, 1, new byte[16], 2, payload, "from=test; ünïcode");
        }
        assertThat(payload.position()).isEqualTo(10);
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader))
                    .containsExactly(
                            new Datagram(1, "0a000001", 1, "00000000", 2, "00050102", 0, 0, "from=test; ünïcode"));
        }
    }

    @Test
    void aJournalThatIsOpenedAgainGoesOnInItsSegmentUnderItsIdentity() throws IOException {
        UUID id;
        long end;
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            id = writer.id();
            Datagram.numbered(0, 10).appendTo(writer);
            end = writer.endPosition();
        }
        try (JournalWriter writer = JournalWriter.open(directory, SMALL, 0)) {
            assertThat(writer.id()).isEqualTo(id);
            assertThat(writer.recovery().clean()).isTrue();
            assertThat(writer.recovery().entriesKept()).isEqualTo(1);
            assertThat(Datagram.numbered(1, 10).appendTo(writer)).isEqualTo(end);
        }
        assertThat(SegmentName.list(directory)).containsExactly(0);
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader)).containsExactly(Datagram.numbered(0, 10), Datagram.numbered(1, 10));
        }
    }
}
