package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SampledFlowTest {
    private final SflowDatagram datagram = new SflowDatagram();
    private final FlowSample sample = new FlowSample();
    private final SampledFlow flow = new SampledFlow();

    /** Turns to the first sample of a datagram, a flow sample, and reads its records. */
    private void read(byte[] octets) {
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.isFlowSample()).isTrue();
        assertThat(sample.wrap(datagram)).isNull();
        flow.read(sample.records());
    }

    private void read(FlowSampleEncoder encoder) {
        read(SflowEncoder.datagram().sample(encoder).encode());
    }

    private String address(int offset, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(datagram.buffer(), offset, offset + length))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(int offset, int length) {
        return new String(datagram.buffer(), offset, length, StandardCharsets.UTF_8);
    }

    @Test
    void aDatagramWrittenByHandHasAllItsFields() {
        byte[] octets = OctetWriter.octets()
                .hex("00000005 00000001 0a010203 00000007 0000000b 0001e240 00000001")
                .hex("00000001 00000074 00000009 00000004 00000200 00001400 00000003 00000011 80000002 00000002")
                .hex("000003e9 00000010 00000010 00000001 00000014 00000002")
                .hex("00000001 00000034 00000001 000005ee 00000004 00000022")
                .hex("020000000001 020000000002 0800")
                .hex("4500 05dc 0001 0000 4006 0000 c0000201 c0000202 0000")
                .toByteArray();
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
        assertThat(address(datagram.agentAddressOffset(), datagram.agentAddressLength()))
                .isEqualTo("10.1.2.3");
        assertThat(datagram.subAgentId()).isEqualTo(7);
        assertThat(datagram.sequenceNumber()).isEqualTo(11);
        assertThat(datagram.uptimeMillis()).isEqualTo(123456);
        assertThat(datagram.sampleCount()).isEqualTo(1);
        read(octets);
        assertThat(datagram.sampleEnterprise()).isZero();
        assertThat(datagram.sampleFormat()).isEqualTo(1);
        assertThat(datagram.sampleOffset()).isEqualTo(36);
        assertThat(datagram.sampleLength()).isEqualTo(116);
        assertThat(sample.isExpanded()).isFalse();
        assertThat(sample.sequenceNumber()).isEqualTo(9);
        assertThat(sample.sourceIdType()).isZero();
        assertThat(sample.sourceIdIndex()).isEqualTo(4);
        assertThat(sample.samplingRate()).isEqualTo(512);
        assertThat(sample.samplePool()).isEqualTo(5120);
        assertThat(sample.drops()).isEqualTo(3);
        assertThat(sample.inputFormat()).isEqualTo(SflowInterface.SINGLE);
        assertThat(sample.inputIfIndex()).isEqualTo(17);
        assertThat(sample.outputFormat()).isEqualTo(SflowInterface.MULTIPLE);
        assertThat(sample.outputValue()).isEqualTo(2);
        assertThat(sample.outputIfIndex()).isEqualTo(-1);
        assertThat(flow.fault()).isNull();
        assertThat(flow.recordCount()).isEqualTo(2);
        assertThat(flow.extendedSwitch().sourceVlan()).isEqualTo(16);
        assertThat(flow.extendedSwitch().sourcePriority()).isEqualTo(1);
        assertThat(flow.extendedSwitch().destinationVlan()).isEqualTo(20);
        assertThat(flow.extendedSwitch().destinationPriority()).isEqualTo(2);
        assertThat(flow.frameLength()).isEqualTo(1518);
        assertThat(flow.header().stripped()).isEqualTo(4);
        assertThat(flow.header().headerLength()).isEqualTo(34);
        assertThat(flow.dissected().ip().totalLength()).isEqualTo(1500);
        assertThat(flow.dissected().ip().sourcePort()).isEqualTo(-1);
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isNull();
        assertThat(datagram.trailingOctets()).isZero();
    }

    @Test
    void anExpandedSampleHasRoomForLargeIndexes() {
        read(FlowSampleEncoder.expanded()
                .sequence(0xffff_ffffL)
                .source(2, 0xffff_fff0L)
                .sampling(0xffff_fffeL, 0xffff_fffdL, 0xffff_fffcL)
                .input(0, 0xf000_0001L)
                .output(1, 258));
        assertThat(sample.isExpanded()).isTrue();
        assertThat(sample.sequenceNumber()).isEqualTo(4294967295L);
        assertThat(sample.sourceIdType()).isEqualTo(2);
        assertThat(sample.sourceIdIndex()).isEqualTo(4294967280L);
        assertThat(sample.samplingRate()).isEqualTo(4294967294L);
        assertThat(sample.samplePool()).isEqualTo(4294967293L);
        assertThat(sample.drops()).isEqualTo(4294967292L);
        assertThat(sample.inputIfIndex()).isEqualTo(4026531841L);
        assertThat(sample.outputFormat()).isEqualTo(SflowInterface.DISCARDED);
        assertThat(sample.outputValue()).isEqualTo(258);
        assertThat(flow.recordCount()).isZero();
        assertThat(flow.frameLength()).isEqualTo(-1);
    }

    @Test
    void aCompactSourceHasItsTypeInTheUpperOctet() {
        read(FlowSampleEncoder.compact().source(1, 0xff_ffff).input(0, 0).output(0, 0x3fff_ffff));
        assertThat(sample.sourceIdType()).isEqualTo(1);
        assertThat(sample.sourceIdIndex()).isEqualTo(0xff_ffff);
        assertThat(sample.inputIfIndex()).isEqualTo(-1);
        assertThat(sample.outputValue()).isEqualTo(SflowInterface.INTERNAL);
        assertThat(sample.outputIfIndex()).isEqualTo(-1);
    }

    @Test
    void decodedHeadersStandInForARawOne() {
        read(FlowSampleEncoder.compact()
                .record(2, SflowEncoder.ethernet(1400, "020000000002", "020000000001", 0x86dd))
                .record(4, SflowEncoder.ip(1386, 6, "2001:db8::1", "2001:db8::2", 443, 50000, 0x10, 0x28)));
        assertThat(flow.hasHeader()).isFalse();
        assertThat(flow.frameLength()).isEqualTo(1400);
        assertThat(flow.ethernet().sourceMac()).isEqualTo(0x020000000002L);
        assertThat(flow.ethernet().destinationMac()).isEqualTo(0x020000000001L);
        assertThat(flow.ethernet().etherType()).isEqualTo(0x86dd);
        assertThat(flow.ip().addressLength()).isEqualTo(16);
        assertThat(address(flow.ip().sourceAddressOffset(), 16)).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(address(flow.ip().destinationAddressOffset(), 16)).isEqualTo("2001:db8:0:0:0:0:0:2");
        assertThat(flow.ip().length()).isEqualTo(1386);
        assertThat(flow.ip().protocol()).isEqualTo(6);
        assertThat(flow.ip().sourcePort()).isEqualTo(443);
        assertThat(flow.ip().destinationPort()).isEqualTo(50000);
        assertThat(flow.ip().tcpFlags()).isEqualTo(0x10);
        assertThat(flow.ip().tos()).isEqualTo(0x28);
        read(FlowSampleEncoder.compact().record(3, SflowEncoder.ip(60, 17, "192.0.2.1", "192.0.2.2", 1, 2, 0, 0)));
        assertThat(flow.frameLength()).isEqualTo(60);
        assertThat(flow.hasEthernet()).isFalse();
        assertThat(flow.ip().addressLength()).isEqualTo(4);
        assertThat(address(flow.ip().destinationAddressOffset(), 4)).isEqualTo("192.0.2.2");
        assertThat(flow.ip().destinationPort()).isEqualTo(2);
    }

    @Test
    void theGatewaysLastSystemIsTheDestination() {
        read(FlowSampleEncoder.compact()
                .record(1002, SflowEncoder.router("2001:db8::ff", 48, 32))
                .record(
                        1003,
                        SflowEncoder.gateway(
                                "192.0.2.9",
                                64500,
                                4200000000L,
                                64501,
                                new long[][] {{64502, 64503}, {}, {4200000001L}},
                                new long[] {0xfde8_0001L, 0xffff_ff01L},
                                120)));
        assertThat(address(flow.router().nextHopOffset(), flow.router().nextHopLength()))
                .isEqualTo("2001:db8:0:0:0:0:0:ff");
        assertThat(flow.router().sourcePrefixLength()).isEqualTo(48);
        assertThat(flow.router().destinationPrefixLength()).isEqualTo(32);
        ExtendedGateway gateway = flow.gateway();
        assertThat(address(gateway.nextHopOffset(), gateway.nextHopLength())).isEqualTo("192.0.2.9");
        assertThat(gateway.autonomousSystem()).isEqualTo(64500);
        assertThat(gateway.sourceAs()).isEqualTo(4200000000L);
        assertThat(gateway.sourcePeerAs()).isEqualTo(64501);
        assertThat(gateway.pathCount()).isEqualTo(3);
        assertThat(gateway.pathAs(1)).isEqualTo(64503);
        assertThat(gateway.pathAs(2)).isEqualTo(4200000001L);
        assertThat(gateway.destinationPeerAs()).isEqualTo(64502);
        assertThat(gateway.destinationAs()).isEqualTo(4200000001L);
        assertThat(gateway.communityCount()).isEqualTo(2);
        assertThat(gateway.community(0)).isEqualTo(0xfde8_0001L);
        assertThat(gateway.community(1)).isEqualTo(0xffff_ff01L);
        assertThat(gateway.localPreference()).isEqualTo(120);
        assertThat(flow.fault()).isNull();
    }

    @Test
    void anEmptyPathAndAnUnknownNextHopAreAbsent() {
        read(FlowSampleEncoder.compact()
                .record(1003, SflowEncoder.gateway("", 1, 2, 3, new long[0][], new long[0], 0)));
        assertThat(flow.hasGateway()).isTrue();
        assertThat(flow.gateway().nextHopLength()).isZero();
        assertThat(flow.gateway().destinationAs()).isEqualTo(-1);
        assertThat(flow.gateway().destinationPeerAs()).isEqualTo(-1);
        assertThat(flow.gateway().sourcePeerAs()).isEqualTo(3);
    }

    @Test
    void userUrlLabelsTranslationAndStrippedTagsAreRead() {
        read(FlowSampleEncoder.compact()
                .record(1004, SflowEncoder.user("anna", "björn"))
                .record(1005, SflowEncoder.url(2, "GET /x HTTP/1.1", "example.com"))
                .record(1006, SflowEncoder.mpls("192.0.2.3", new long[] {0x3e81fe}, new long[] {0x3e91fd, 0x3ea1fc}))
                .record(1007, SflowEncoder.nat("198.51.100.1", "2001:db8::9"))
                .record(1020, SflowEncoder.numbers(40000, 443))
                .record(1012, SflowEncoder.vlanTunnel(0x88a8_6064L, 0x8100_0005L)));
        assertThat(flow.fault()).isNull();
        assertThat(flow.skippedRecordCount()).isZero();
        assertThat(text(flow.user().sourceOffset(), flow.user().sourceLength())).isEqualTo("anna");
        assertThat(flow.user().sourceCharset()).isEqualTo(106);
        assertThat(text(flow.user().destinationOffset(), flow.user().destinationLength()))
                .isEqualTo("björn");
        assertThat(flow.url().direction()).isEqualTo(2);
        assertThat(text(flow.url().urlOffset(), flow.url().urlLength())).isEqualTo("GET /x HTTP/1.1");
        assertThat(text(flow.url().hostOffset(), flow.url().hostLength())).isEqualTo("example.com");
        assertThat(flow.mpls().inCount()).isEqualTo(1);
        assertThat(flow.mpls().inEntry(0)).isEqualTo(0x3e81fe);
        assertThat(flow.mpls().outCount()).isEqualTo(2);
        assertThat(flow.mpls().outEntry(1)).isEqualTo(0x3ea1fc);
        ExtendedNat nat = flow.nat();
        assertThat(flow.hasNat()).isTrue();
        assertThat(address(nat.sourceAddressOffset(), nat.sourceAddressLength()))
                .isEqualTo("198.51.100.1");
        assertThat(address(nat.destinationAddressOffset(), nat.destinationAddressLength()))
                .isEqualTo("2001:db8:0:0:0:0:0:9");
        assertThat(nat.sourcePort()).isEqualTo(40000);
        assertThat(nat.destinationPort()).isEqualTo(443);
        assertThat(flow.vlanTunnel().count()).isEqualTo(2);
        assertThat(flow.vlanTunnel().vlanId(0)).isEqualTo(100);
        assertThat(flow.vlanTunnel().tag(1)).isEqualTo(0x8100_0005L);
    }

    @Test
    void unknownRecordsAreSkippedByTheirLength() {
        read(FlowSampleEncoder.compact()
                .record(1014, new byte[32])
                .record(8800, 1, new byte[5], 5)
                .record(1, SflowEncoder.header(1, 64, 4, new byte[14]))
                .record(1, SflowEncoder.header(1, 99, 4, new byte[14])));
        assertThat(flow.recordCount()).isEqualTo(4);
        assertThat(flow.skippedRecordCount()).isEqualTo(2);
        assertThat(flow.frameLength()).isEqualTo(64);
        assertThat(flow.fault()).isNull();
    }

    @Test
    void nothingOfTheSampleBeforeRemains() {
        read(FlowSampleEncoder.compact()
                .record(
                        1,
                        SflowEncoder.header(
                                11,
                                64,
                                0,
                                PacketEncoder.packet()
                                        .ipv4("192.0.2.1", "192.0.2.2", 6, 0)
                                        .encode()))
                .record(1007, SflowEncoder.nat("198.51.100.1", "198.51.100.2"))
                .record(1038, SflowEncoder.strings("nf_hook_slow")));
        read(FlowSampleEncoder.compact().record(1020, SflowEncoder.numbers(7, 8)));
        assertThat(flow.hasHeader()).isFalse();
        assertThat(flow.hasDropDetail()).isFalse();
        assertThat(flow.dropDetail().functionLength()).isZero();
        assertThat(flow.hasNat()).isTrue();
        assertThat(flow.nat().sourceAddressLength()).isZero();
        assertThat(flow.nat().destinationPort()).isEqualTo(8);
    }
}
