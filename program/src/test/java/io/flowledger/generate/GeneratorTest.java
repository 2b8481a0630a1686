package io.flowledger.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.ledger.LedgerCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is what the tally says, whatever the settings, and our decoder finds all of it. */
final class GeneratorTest {
    private static final long START_NANOS = 1_767_225_600_000_000_000L; // 2026-01-01T00:00:00Z

    @TempDir
    private Path directory;

    private int files;

    private record Written(Path file, List<Tally> tallies) {}

    private Written write(GeneratorSettings settings, long flows, long datagrams) throws IOException {
        Path file = directory.resolve(++files + ".pcap");
        Generator generator = new Generator(
                settings, new FileDepartures(START_NANOS, Long.MAX_VALUE, new Rate(10_000, false), settings.seed()));
        try (PcapSink sink = PcapSink.create(file, 2055)) {
            generator.run(sink, flows, datagrams, () -> false);
        }
        return new Written(file, generator.tallies());
    }

    private static GeneratorSettings settings(
            int octets, int recordsPerDatagram, double ipv6Share, int templates, boolean variableLength, long seed) {
        return new GeneratorSettings(
                List.of(GeneratedProtocol.values()),
                8,
                seed,
                ipv6Share,
                octets,
                recordsPerDatagram,
                templates,
                20,
                500,
                variableLength,
                false);
    }

    private static void assertReadWhole(Written written) throws IOException {
        Reading reading = Reading.of(written.file());
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.sflow.faults).isEmpty();
        assertThat(reading.totals.value(LedgerCounter.DATAGRAMS_PARKED)).isZero();
        assertThat(reading.totals.value(LedgerCounter.SEQUENCE_LOST)).isZero();
        assertThat(reading.totals.value(LedgerCounter.SEQUENCE_DUPLICATE)).isZero();
        long options = 0;
        for (Tally tally : written.tallies()) {
            assertThat(reading.recordsOctetsPackets.getOrDefault(tally.protocol(), new long[3]))
                    .as(tally.protocol().label())
                    .containsExactly(tally.records(), tally.octets(), tally.packets());
            if (tally.protocol() == GeneratedProtocol.SFLOW) {
                assertThat((long) reading.sflow.counterSamples).isEqualTo(tally.otherRecords());
            } else {
                options += tally.otherRecords();
            }
        }
        assertThat(reading.totals.value(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(options);
        assertThat(reading.datagrams)
                .isEqualTo(
                        written.tallies().stream().mapToLong(Tally::datagrams).sum());
    }

    @Test
    void ourDecoderReadsEveryRecordWithItsSums() throws IOException {
        Written written = write(GeneratorSettings.standard(), 30_000, Long.MAX_VALUE);
        assertReadWhole(written);
        assertThat(written.tallies())
                .hasSize(4)
                .allSatisfy(tally -> assertThat(tally.records()).isGreaterThan(1_000));
    }

    @Test
    void manyTemplatesTakeSeveralDatagramsAndAreSentBeforeTheirRecords() throws IOException {
        assertReadWhole(write(settings(600, 0, 0.5, 40, false, 7), 20_000, Long.MAX_VALUE));
    }

    @Test
    void recordsOfVariableLengthAreReadWhole() throws IOException {
        assertReadWhole(write(settings(1400, 0, 0.3, 3, true, 8), 20_000, Long.MAX_VALUE));
    }

    @Test
    void theSmallestDatagramsWorkToo() throws IOException {
        for (double share : new double[] {0, 0.5, 1}) {
            Written written =
                    write(settings(GeneratorSettings.LEAST_OCTETS, 0, share, 2, true, 9), 5_000, Long.MAX_VALUE);
            assertReadWhole(written);
            assertThat(Reading.of(written.file()).longestPayload).isLessThanOrEqualTo(GeneratorSettings.LEAST_OCTETS);
        }
    }

    @Test
    void noDatagramIsLargerThanAskedFor() throws IOException {
        for (int octets : new int[] {512, 1400, 9000, 65_507}) {
            Written written = write(settings(octets, 0, 0.2, 1, false, 3), Long.MAX_VALUE, 400);
            assertReadWhole(written);
            assertThat(Reading.of(written.file()).longestPayload).isBetween(octets * 9 / 10, octets);
        }
    }

    @Test
    void aBoundOfRecordsHoldsForEachDatagram() throws IOException {
        Written written = write(settings(1400, 5, 0.2, 1, false, 4), Long.MAX_VALUE, 1_000);
        assertReadWhole(written);
        assertThat(written.tallies())
                .allSatisfy(
                        tally -> assertThat(tally.records()).isBetween(4 * tally.datagrams(), 5 * tally.datagrams()));
    }

    @Test
    void flowsEndExactlyAtTheirNumber() throws IOException {
        assertThat(write(GeneratorSettings.standard(), 12_345, Long.MAX_VALUE).tallies())
                .extracting(Tally::records)
                .satisfies(records -> assertThat(
                                records.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(12_345));
    }

    @Test
    void datagramsEndExactlyAtTheirNumber() throws IOException {
        assertThat(write(GeneratorSettings.standard(), Long.MAX_VALUE, 777).tallies())
                .extracting(Tally::datagrams)
                .satisfies(datagrams -> assertThat(
                                datagrams.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(777));
    }

    @Test
    void theSameSeedGivesTheSameFile() throws IOException {
        Written first = write(GeneratorSettings.standard(), 5_000, Long.MAX_VALUE);
        Written second = write(GeneratorSettings.standard(), 5_000, Long.MAX_VALUE);
        Written other = write(settings(1464, 0, 0.2, 1, false, 2), 5_000, Long.MAX_VALUE);
        assertThat(second.file()).hasSameBinaryContentAs(first.file());
        assertThat(Files.mismatch(first.file(), other.file())).isNotEqualTo(-1);
    }

    @Test
    void exportersThatSampleSaySo() throws IOException {
        Reading reading = Reading.of(write(settings(1464, 0, 0.2, 1, false, 5), 20_000, Long.MAX_VALUE)
                .file());
        assertThat(reading.rowsBySamplingRate).containsOnlyKeys(0L, 500L);
        assertThat(reading.rowsBySamplingRate.values())
                .allSatisfy(rows -> assertThat(rows).isGreaterThan(5_000));
    }

    @Test
    void timesInAFileAdvanceAtTheRate() throws IOException {
        Reading reading = Reading.of(
                write(GeneratorSettings.standard(), Long.MAX_VALUE, 10_000).file());
        assertThat(reading.timesAscend).isTrue();
        assertThat(reading.firstNanos).isEqualTo(START_NANOS);
        assertThat(reading.lastNanos - START_NANOS).isBetween(980_000_000L, 1_020_000_000L);
    }

    @Test
    void theDurationOfAFileIsThatOfItsTimes() throws IOException {
        Generator generator = new Generator(
                GeneratorSettings.standard(), new FileDepartures(START_NANOS, 500_000_000L, new Rate(1_000, false), 1));
        Path file = directory.resolve("half-a-second.pcap");
        try (PcapSink sink = PcapSink.create(file, 2055)) {
            generator.run(sink, Long.MAX_VALUE, Long.MAX_VALUE, () -> false);
        }
        Reading reading = Reading.of(file);
        assertThat(reading.datagrams).isBetween(480L, 520L);
        assertThat(reading.lastNanos).isLessThan(START_NANOS + 500_000_000L);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> settings(100, 0, 0.2, 1, false, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("octets of a datagram: 100 is not within 300 to 65507");
        assertThatThrownBy(() -> settings(1400, 0, 1.5, 1, false, 1)).hasMessageContaining("share of IPv6");
        assertThatThrownBy(() -> new Rate(0, false)).hasMessageContaining("not within");
    }
}
