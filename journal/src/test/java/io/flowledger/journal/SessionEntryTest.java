package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.format.SessionComment;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionEntryTest {
    private static final JournalSettings SETTINGS =
            JournalSettings.standard().withReserveOctets(0).withSync(SyncPolicy.none());
    private static final byte[] EXPORTER = {(byte) 192, 0, 2, 1};
    private static final byte[] COLLECTOR = {(byte) 198, 51, 100, 7};

    @TempDir
    Path directory;

    private static long append(JournalWriter writer, String payload, SessionComment comment) {
        return writer.appendOfSession(
                1_700_000_000_000_000_000L,
                EXPORTER,
                40_000,
                COLLECTOR,
                4739,
                ByteBuffer.wrap(payload.getBytes(StandardCharsets.US_ASCII)),
                comment);
    }

    @Test
    void anEntrySaysToWhichSessionItBelongsAndWhetherThatHasEnded() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            append(writer, "", SessionComment.allEnded());
            append(writer, "Message", SessionComment.of(Long.MAX_VALUE, "tls"));
            Datagram.numbered(1, 20).appendTo(writer);
            append(writer, "", SessionComment.ended(12, "tcp"));
        }
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.next(entry)).isTrue();
            assertThat(entry.isOfSession()).isTrue();
            assertThat(entry.session()).isZero();
            assertThat(entry.isSessionEnd()).isTrue();
            assertThat(entry.payloadLength()).isZero();

            assertThat(reader.next(entry)).isTrue();
            assertThat(entry.session()).isEqualTo(Long.MAX_VALUE);
            assertThat(entry.isOfSession()).isTrue();
            assertThat(entry.isSessionEnd()).isFalse();
            assertThat(entry.payloadLength()).isEqualTo(7);
            assertThat(entry.hasNote()).isFalse();

            assertThat(reader.next(entry)).isTrue();
            assertThat(entry.isOfSession()).isFalse();
            assertThat(entry.session()).isZero();
            assertThat(entry.isSessionEnd()).isFalse();

            assertThat(reader.next(entry)).isTrue();
            assertThat(entry.session()).isEqualTo(12);
            assertThat(entry.isSessionEnd()).isTrue();
        }
    }

    @Test
    void whoeverOpensTheSegmentWithAnotherToolCanReadTheSession() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            append(writer, "Message", SessionComment.of(34, "tcp"));
        }
        Path segment = SegmentName.path(directory, SegmentName.list(directory)[0]);
        assertThat(Files.readString(segment, StandardCharsets.ISO_8859_1)).contains("session=34 (tcp)");
    }

    @Test
    void aNoteThatLooksLikeASessionIsNone() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            writer.append(1, EXPORTER, 40_000, COLLECTOR, 4739, new byte[] {1}, 0, 1, "session=99 (tcp, ended)");
        }
        JournalEntry entry = new JournalEntry();
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(reader.next(entry)).isTrue();
            assertThat(entry.isOfSession()).isFalse();
            assertThat(entry.note()).isEqualTo("session=99 (tcp, ended)");
        }
    }

    @Test
    void whatHasRoomIsTakenAndNothingIsCountedAsRefused() throws IOException {
        JournalSettings small = SETTINGS.withSegmentOctets(64 << 10).withTotalOctets(1 << 20);
        SessionComment comment = SessionComment.of(1, "tcp");
        try (JournalWriter writer = JournalWriter.open(directory, small, 0)) {
            String message = "m".repeat(60_000);
            while (writer.hasRoom(4, message.length(), comment)) {
                assertThat(append(writer, message, comment)).isPositive();
            }
            assertThat(writer.journalFullRefused()).isZero();
            assertThat(writer.totalOctets()).isGreaterThan(900_000);
        }
    }

    @Test
    void aSessionsNumberIsAboveZero() {
        assertThatThrownBy(() -> SessionComment.of(0, "tcp")).isInstanceOf(IllegalArgumentException.class);
    }
}
