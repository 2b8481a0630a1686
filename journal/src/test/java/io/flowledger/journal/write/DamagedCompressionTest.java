package io.flowledger.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.Datagram;
import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk does to a compressed segment is counted, and costs no more than a frame where the rest can be found. */
class DamagedCompressionTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withReserveOctets(0)
            .withSync(SyncPolicy.none())
            .withSegmentOctets(600 << 10);
    private static final int ENTRIES = 500;
    private static final int FRAME = 256 << 10;

    @TempDir
    Path directory;

    private final List<Datagram> given = new ArrayList<>();
    private Path compressed;
    private byte[] whole;
    private int firstInPlain;

    /** One compressed segment of three frames, and one that is not. */
    @BeforeEach
    void write() throws IOException {
        Random random = new Random(3);
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            for (int i = 0; i < ENTRIES; i++) {
                Datagram datagram = Datagram.numbered(random.nextInt(), 1400);
                given.add(datagram);
                long position = datagram.appendTo(writer);
                firstInPlain = SegmentName.list(directory).length == 1 ? i + 1 : firstInPlain;
                assertThat(position).isNotNegative();
            }
            writer.flush();
            writer.deleteBefore(writer.endPosition(), Long.MIN_VALUE);
            assertThat(writer.compressor().compressNext(() -> true)).isTrue();
            assertThat(writer.compressor().compressNext(() -> true)).isFalse();
        }
        compressed = SegmentName.compressed(directory, 0);
        whole = Files.readAllBytes(compressed);
    }

    private record Found(List<Datagram> datagrams, long corruptOctets, long gapOctets) {}

    private Found read(byte[] file) throws IOException {
        Files.write(compressed, file);
        try (JournalReader reader = JournalReader.open(directory)) {
            return new Found(Datagram.allOf(reader), reader.corruptOctets(), reader.gapOctets());
        }
    }

    private byte[] flipped(int at) {
        byte[] file = whole.clone();
        file[at] ^= 1;
        return file;
    }

    @Test
    void aFlippedBitCostsAFrameAtTheMostAndIsCounted() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            Found found = read(flipped(random.nextInt(whole.length)));

            assertThat(given).containsSubsequence(found.datagrams());
            // a frame, and the two datagrams that lie across its ends
            assertThat(ENTRIES - found.datagrams().size()).isLessThanOrEqualTo(FRAME / 1400 + 3);
            if (found.datagrams().size() < ENTRIES) {
                assertThat(found.corruptOctets()).isBetween(1L, FRAME + 3_200L);
            }
            assertThat(found.gapOctets()).isZero();
        }
    }

    @Test
    void withoutItsSeekTableASegmentIsReadAllTheSame() throws IOException {
        assertThat(read(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(new Found(given, 0, 0));
        assertThat(read(flipped(whole.length - 5))).isEqualTo(new Found(given, 0, 0));
    }

    @Test
    void aSegmentOfNoiseIsCountedAndWhatFollowsIsRead() throws IOException {
        byte[] noise = new byte[whole.length];
        new Random(11).nextBytes(noise);

        Found found = read(noise);

        assertThat(found.datagrams()).isEqualTo(given.subList(firstInPlain, ENTRIES));
        assertThat(found.corruptOctets()).isEqualTo(noise.length);
        assertThat(found.corruptOctets() + found.gapOctets()).isEqualTo(SegmentName.list(directory)[1]);
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            assertThat(Datagram.numbered(1, 10).appendTo(writer)).isPositive();
        }
    }

    @Test
    void anEmptyFileIsAGap() throws IOException {
        assertThat(read(new byte[0]))
                .isEqualTo(new Found(given.subList(firstInPlain, ENTRIES), 0, SegmentName.list(directory)[1]));
    }
}
