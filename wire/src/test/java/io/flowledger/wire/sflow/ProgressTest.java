package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class ProgressTest {
    static final byte[] RICH = SflowEncoder.datagram()
            .sample(FlowSampleEncoder.compact()
                    .record(
                            1,
                            SflowEncoder.header(
                                    1,
                                    99,
                                    4,
                                    PacketEncoder.packet()
                                            .ethernet("020000000001", "020000000002", 0x0800)
                                            .ipv4("192.0.2.1", "192.0.2.2", 6, 0)
                                            .tcp(1, 2, 3)
                                            .encode()))
                    .record(
                            1003,
                            SflowEncoder.gateway("192.0.2.3", 1, 2, 3, new long[][] {{4, 5}, {6}}, new long[] {7}, 8))
                    .record(1004, SflowEncoder.user("anna", "bo"))
                    .record(1006, SflowEncoder.mpls("2001:db8::1", new long[] {1, 2}, new long[] {3})))
            .sample(FlowSampleEncoder.expanded()
                    .record(4, SflowEncoder.ip(60, 6, "2001:db8::1", "2001:db8::2", 1, 2, 3, 4))
                    .record(1012, SflowEncoder.vlanTunnel(1, 2, 3)))
            .counters(1, 2, SflowEncoder.Records.records().add(1, new byte[88]).add(2, new byte[52]))
            .discarded(1, 2, 3, 4, 5, 258, SflowEncoder.Records.records().add(1041, SflowEncoder.strings("a", "b")))
            .encode();

    /** Each sample and each record takes 8 octets at least. */
    static void assertBounded(byte[] b, int offset, int length) {
        WholeDatagram reader = new WholeDatagram();
        reader.read(b, offset, length, null);
        int samples = reader.flowSamples + reader.counterSamples + reader.discardedSamples + reader.otherSamples;
        assertThat(samples).isLessThanOrEqualTo(length / 8);
        assertThat(reader.records).isLessThanOrEqualTo(length / 8);
    }

    @Property
    void anyOctetsEndInBoundedSteps(@ForAll @Size(max = 400) byte[] octets) {
        assertBounded(octets, 0, octets.length);
        byte[] versioned = new byte[octets.length + 8];
        versioned[3] = 5;
        versioned[7] = 1;
        System.arraycopy(octets, 0, versioned, 8, octets.length);
        assertBounded(versioned, 0, versioned.length);
    }

    @Property
    void aMutatedAndCutDatagramEndsInBoundedSteps(
            @ForAll @Size(max = 6) int[] places,
            @ForAll byte value,
            @ForAll @IntRange(min = 0, max = 1000) int length) {
        byte[] b = RICH.clone();
        for (int place : places) {
            b[Math.floorMod(place, b.length)] ^= value;
        }
        assertBounded(b, 0, Math.min(length, b.length));
    }

    @Property
    void aDatagramSplicedWithItselfEndsInBoundedSteps(
            @ForAll @IntRange(min = 0, max = 1000) int from,
            @ForAll @IntRange(min = 0, max = 1000) int to,
            @ForAll @IntRange(min = 0, max = 1000) int octets) {
        byte[] b = RICH.clone();
        int source = from % b.length;
        int target = to % b.length;
        int length = Math.min(octets, b.length - Math.max(source, target));
        System.arraycopy(RICH, source, b, target, length);
        assertBounded(b, 0, b.length);
    }
}
