package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.corpus.CaptureFile;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.fault.DecodeFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real captures beside the repository ({@code flowledger.corpus}, {@code flowledger.recordings}). */
final class CorpusTest {
    private static final Set<String> ADDRESSES = Set.of("agent", "src", "dst", "next_hop");

    private static Path corpus() {
        @Nullable Path corpus = ExpectedSet.directory("flowledger.corpus");
        assumeTrue(corpus != null, "flowledger.corpus is not set");
        return Objects.requireNonNull(corpus);
    }

    @TestFactory
    Stream<DynamicTest> everySetGivesItsExpectedSamples() {
        return ExpectedSet.all(corpus()).stream()
                .filter(set -> set.hasVersion("sflow5"))
                .map(set -> DynamicTest.dynamicTest(set.name(), () -> assertExpected(set)));
    }

    private static void assertExpected(ExpectedSet set) {
        WholeDatagram reader = new WholeDatagram();
        FirstAndLast ends = new FirstAndLast();
        for (byte[] b : set.datagrams()) {
            if (ExportProtocol.detect(b, 0, b.length) == ExportProtocol.SFLOW_V5) {
                reader.read(b, 0, b.length, ends);
            }
        }
        assertThat(reader.counterSamples).isEqualTo((int) set.number("counter_samples"));
        assertThat(reader.discardedSamples).isEqualTo((int) set.number("drop_samples"));
        assertThat(reader.otherSamples).isEqualTo((int) set.number("other_samples"));
        if (!set.hasVersion("5")) {
            assertThat(reader.flowSamples).isEqualTo((int) set.number("flow_records"));
            assertThat(reader.frameOctets).isEqualTo(set.number("sum_octets"));
            assertThat(reader.scaledFrameOctets).isEqualTo(set.number("sum_octets_scaled"));
            assertThat(reader.scaledPackets).isEqualTo(set.number("sum_packets_scaled"));
            assertSame(set.object("first_record"), ends.firstFlow, set.name());
            assertSame(set.object("last_record"), ends.lastFlow, set.name());
            assertSame(set.object("first_drop"), ends.firstDiscarded, set.name());
        }
        assertThat(reader.faults).isEqualTo(expectedFaults(set.name()));
    }

    /** Whole captures have no fault but for those whose octets are short. */
    private static Set<DecodeFault> expectedFaults(String set) {
        return switch (set) {
            // a sample of 116 octets in a datagram that has 76 of them
            case "gopacket/SFlowTestPacket11" -> Set.of(DecodeFault.SFLOW_SAMPLE_PAST_DATAGRAM);
            // samples of 52 octets whose router records need 56 and 68
            case "gopacket/SFlowTestPacket5", "gopacket/SFlowTestPacket8" ->
                Set.of(DecodeFault.SFLOW_RECORD_PAST_SAMPLE);
            // a sample of 72 octets whose record needs 4 more than the sample has
            default -> Set.of();
        };
    }

    private static void assertSame(
            @Nullable Map<String, Object> expected, @Nullable Map<String, Object> actual, String set) {
        if (expected == null) {
            return;
        }
        Map<String, Object> adjusted = new LinkedHashMap<>(expected);
        if (set.equals("gopacket/SFlowTestPacket5")) {
            // The sample's length ends before the destination mask: what follows is not the sample's.
            adjusted.remove("dst_mask");
        } else if (set.equals("gopacket/SFlowTestPacket8")) {
            // The sample's length ends within the next hop: the masks are outside the sample and the datagram.
            adjusted.remove("src_mask");
            adjusted.remove("dst_mask");
        }
        adjusted.replaceAll((key, value) -> ADDRESSES.contains(key) ? address((String) value) : value);
        assertThat(actual).containsExactlyInAnyOrderEntriesOf(adjusted);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    /** The values of the first and the last flow sample, and of the first discarded packet. */
    private static final class FirstAndLast implements WholeDatagram.SampleHandler {
        private @Nullable Map<String, Object> firstFlow;
        private @Nullable Map<String, Object> lastFlow;
        private @Nullable Map<String, Object> firstDiscarded;

        @Override
        public void flow(WholeDatagram reader) {
            lastFlow = SampleValues.ofFlow(reader);
            if (firstFlow == null) {
                firstFlow = lastFlow;
            }
        }

        @Override
        public void discarded(WholeDatagram reader) {
            if (firstDiscarded == null) {
                firstDiscarded = SampleValues.ofDiscarded(reader);
            }
        }
    }

    /** Values that tshark 4.0 read from the same recording. */
    @Test
    void theRecordingOfPmacctsAgentGivesWhatTsharkReads() {
        @Nullable Path recordings = ExpectedSet.directory("flowledger.recordings");
        assumeTrue(recordings != null, "flowledger.recordings is not set");
        WholeDatagram reader = new WholeDatagram();
        long[] sums = new long[5];
        WholeDatagram.SampleHandler handler = new WholeDatagram.SampleHandler() {
            @Override
            public void flow(WholeDatagram whole) {
                sums[0] += whole.flowSample.sequenceNumber();
                sums[1] += whole.flowSample.samplePool();
                sums[2] += whole.flowSample.outputFormat();
                sums[4] += whole.flow.dissected().ip().isPresent() ? 1 : 0;
            }

            @Override
            public void discarded(WholeDatagram whole) {
                throw new AssertionError("the recording has no discarded packet");
            }
        };
        List<byte[]> datagrams =
                CaptureFile.datagrams(Objects.requireNonNull(recordings).resolve("pmacct-sfprobe.pcap"));
        for (byte[] b : datagrams) {
            reader.read(b, 0, b.length, handler);
            sums[3] += reader.datagram.sequenceNumber();
        }
        assertThat(datagrams).hasSize(2445);
        assertThat(reader.flowSamples).isEqualTo(20157);
        assertThat(reader.counterSamples).isEqualTo(1);
        assertThat(reader.records).isEqualTo(40314 + 1);
        assertThat(reader.scaledPackets).isEqualTo(20157);
        assertThat(reader.frameOctets).isEqualTo(12381966);
        assertThat(sums[0]).isEqualTo(203162403);
        assertThat(sums[1]).isEqualTo(203162403);
        assertThat(sums[2]).isZero();
        assertThat(sums[3]).isEqualTo(2990235);
        assertThat(sums[4]).isEqualTo(20157);
        assertThat(reader.faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sflow-agent-type-3, SFLOW_AGENT_ADDRESS_TYPE",
        "sflow-gateway-aspath-huge, SFLOW_RECORD_CUT",
        "sflow-header-len-huge, SFLOW_RECORD_CUT",
        "sflow-len-0-samples, SFLOW_SAMPLE_CUT",
        "sflow-records-huge, SFLOW_RECORD_COUNT_PAST_SAMPLE",
        "sflow-sample-len-huge, SFLOW_SAMPLE_PAST_DATAGRAM",
        "sflow-samples-huge, SFLOW_SAMPLE_COUNT_PAST_DATAGRAM",
        "sflow-v4, UNSUPPORTED_VERSION",
    })
    void aMalformedDatagramGivesItsFault(String file, DecodeFault fault) {
        byte[] b = CaptureFile.datagrams(corpus().resolve("malformed/crafted/" + file + ".dat"))
                .get(0);
        WholeDatagram reader = new WholeDatagram();
        reader.read(b, 0, b.length, null);
        assertThat(reader.faults).contains(fault);
    }

    /** Seeded, so that a failure comes again. */
    @Test
    void everyDatagramOfTheCorpusIsSurvivedMutatedAndSpliced() {
        Random random = new Random(20260711);
        List<byte[]> datagrams = new ArrayList<>();
        ExpectedSet.all(corpus()).stream()
                .filter(set -> set.hasVersion("sflow5"))
                .forEach(set -> datagrams.addAll(set.datagrams()));
        WholeDatagram reader = new WholeDatagram();
        for (byte[] datagram : datagrams) {
            for (int round = 0; round < 300; round++) {
                byte[] b = datagram.clone();
                byte[] other = datagrams.get(random.nextInt(datagrams.size()));
                int length = random.nextInt(Math.min(b.length, other.length));
                System.arraycopy(
                        other,
                        random.nextInt(other.length - length),
                        b,
                        random.nextInt(b.length - length),
                        round % 2 == 0 ? 0 : length);
                for (int i = random.nextInt(8); i >= 0; i--) {
                    b[random.nextInt(b.length)] = (byte) random.nextInt(256);
                }
                long before = reader.records;
                reader.read(b, 0, b.length, null);
                assertThat(reader.records - before).isLessThanOrEqualTo(b.length / 8);
            }
        }
        assertThat(reader.faults).contains(DecodeFault.SFLOW_RECORD_CUT, DecodeFault.SFLOW_SAMPLE_PAST_DATAGRAM);
    }

    @Test
    void everyFileOfTheCorpusIsSurvivedWholeAndCut() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(corpus())) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(200);
        WholeDatagram reader = new WholeDatagram();
        for (Path file : files) {
            for (byte[] b : CaptureFile.datagrams(file)) {
                int step = Math.max(1, b.length / 100);
                for (int length = b.length; length >= 0; length -= step) {
                    reader.read(b, 0, length, null);
                }
            }
        }
        assertThat(reader.flowSamples).isGreaterThan(100);
    }
}
