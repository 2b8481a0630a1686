package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any damage anywhere costs the entries it touches and no others, and never an endless loop. */
class DamagePropertyTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withSegmentOctets(12 << 10)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());
    private static final int ENTRIES = 80;

    private final List<Datagram> given = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private Path directory = Path.of("");
    private long end;

    @BeforeProperty
    void write() throws IOException {
        directory = Files.createTempDirectory("journal");
        given.clear();
        positions.clear();
        ends.clear();
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            for (int i = 0; i < ENTRIES; i++) {
                Datagram datagram = Datagram.numbered(i, i * 37 % 900);
                given.add(datagram);
                positions.add(datagram.appendTo(writer));
                ends.add(writer.endPosition());
            }
            end = writer.endPosition();
        }
    }

    @AfterProperty
    void delete() throws IOException {
        ReplayPropertyTest.delete(directory);
    }

    /** A copy of the journal in which the octets from one position on are changed. */
    private Path damaged(long from, byte[] noise, boolean xor) throws IOException {
        Path copy = Files.createTempDirectory("journal");
        long[] bases = SegmentName.list(directory);
        for (long base : bases) {
            byte[] octets = Files.readAllBytes(SegmentName.path(directory, base));
            for (int i = 0; i < noise.length; i++) {
                long at = from + i - base;
                if (at >= 0 && at < octets.length) {
                    octets[(int) at] = (byte) (xor ? octets[(int) at] ^ noise[i] : noise[i]);
                }
            }
            Files.write(SegmentName.path(copy, base), octets);
        }
        return copy;
    }

    private List<Datagram> untouchedBy(long from, long to) {
        List<Datagram> untouched = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            if (ends.get(i) <= from || positions.get(i) >= to) {
                untouched.add(given.get(i));
            }
        }
        return untouched;
    }

    @Property(tries = 400)
    void noiseCostsOnlyTheEntriesThatItTouches(
            @ForAll @IntRange(min = 0, max = 1_000_000) int where,
            @ForAll @IntRange(min = 1, max = 3000) int length,
            @ForAll Random random,
            @ForAll boolean zeros)
            throws IOException {
        long from = where % end;
        byte[] noise = new byte[length];
        if (!zeros) {
            random.nextBytes(noise);
        }
        Path copy = damaged(from, noise, false);
        try {
            // a writer that opens it closes the last segment off, so that no reader waits within it
            try (JournalWriter writer = JournalWriter.open(copy, SETTINGS, end);
                    JournalReader reader = JournalReader.open(copy)) {
                assertThat(writer.recovery().endPosition()).isGreaterThanOrEqualTo(end);
                assertThat(Datagram.allOf(reader)).containsAll(untouchedBy(from, from + length));
            }
        } finally {
            ReplayPropertyTest.delete(copy);
        }
    }

    @Property(tries = 400)
    void oneFlippedBitIsNeverDeliveredAsAPayloadThatWasNotGiven(
            @ForAll @IntRange(min = 0, max = 1_000_000) int where, @ForAll @IntRange(min = 0, max = 7) int bit)
            throws IOException {
        long from = where % end;
        Path copy = damaged(from, new byte[] {(byte) (1 << bit)}, true);
        try (JournalReader reader = JournalReader.open(copy)) {
            List<String> payloads =
                    Datagram.allOf(reader).stream().map(Datagram::payload).toList();
            List<String> expected = given.stream().map(Datagram::payload).toList();
            assertThat(expected).containsSubsequence(payloads);
            assertThat(payloads.size()).isGreaterThanOrEqualTo(ENTRIES - 2);
        } finally {
            ReplayPropertyTest.delete(copy);
        }
    }

    @Property(tries = 400)
    void aKillAtAnyOctetKeepsEveryEntryThatWasWholeBeforeIt(@ForAll @IntRange(min = 0, max = 1_000_000) int where)
            throws IOException {
        long kill = where % end;
        Path copy = Files.createTempDirectory("journal");
        try {
            for (long base : SegmentName.list(directory)) {
                if (base <= kill) {
                    byte[] octets = Files.readAllBytes(SegmentName.path(directory, base));
                    int length = (int) Math.min(octets.length, kill - base);
                    Files.write(SegmentName.path(copy, base), Arrays.copyOf(octets, length));
                }
            }
            int whole = (int) ends.stream().filter(entryEnd -> entryEnd <= kill).count();
            List<Datagram> expected = new ArrayList<>(given.subList(0, whole));
            Datagram afterwards = Datagram.numbered(999, 20);
            expected.add(afterwards);
            try (JournalWriter writer = JournalWriter.open(copy, SETTINGS, 0)) {
                assertThat(writer.recovery().corruptOctets()).isZero();
                assertThat(afterwards.appendTo(writer)).isPositive();
            }
            try (JournalReader reader = JournalReader.open(copy)) {
                assertThat(Datagram.allOf(reader)).isEqualTo(expected);
                assertThat(reader.corruptOctets()).isZero();
                assertThat(reader.gapOctets()).isZero();
            }
        } finally {
            ReplayPropertyTest.delete(copy);
        }
    }
}
