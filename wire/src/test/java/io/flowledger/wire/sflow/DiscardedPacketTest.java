package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DiscardedPacketTest {
    private final SflowDatagram datagram = new SflowDatagram();
    private final DiscardedPacketSample sample = new DiscardedPacketSample();
    private final SampledFlow flow = new SampledFlow();

    private String text(int offset, int length) {
        return new String(datagram.buffer(), offset, length, StandardCharsets.UTF_8);
    }

    @Test
    void aDiscardedPacketSaysWhereAndWhyAndByWhat() {
        byte[] packet = PacketEncoder.packet()
                .ethernet("020000000001", "020000000002", 0x0800)
                .ipv4("192.0.2.1", "192.0.2.2", 17, 0)
                .udp(68, 67)
                .encode();
        SflowEncoder.Records records = SflowEncoder.Records.records()
                .add(1036, SflowEncoder.numbers(6))
                .add(1037, new byte[] {0, 0, 0, 42, 0, 0, 0, 4, 'd', 'e', 'n', 'y', 0, 0, 0, 2})
                .add(1038, SflowEncoder.strings("nf_hook_slow"))
                .add(1041, SflowEncoder.strings("acl_drops", "ingress_flow_action_drop"))
                .add(1042, SflowEncoder.strings("NETFILTER_DROP"))
                .add(1, SflowEncoder.header(1, 346, 4, packet));
        byte[] octets = SflowEncoder.datagram()
                .agent("2001:db8::7")
                .discarded(5, 3, 2, 3, 0, 258, records)
                .encode();
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
        assertThat(datagram.agentAddressLength()).isEqualTo(16);
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.isDiscardedPacketSample()).isTrue();
        assertThat(datagram.isFlowSample()).isFalse();
        assertThat(sample.wrap(datagram)).isNull();
        assertThat(flow.read(sample.records())).isNull();
        assertThat(sample.sequenceNumber()).isEqualTo(5);
        assertThat(sample.sourceIdType()).isZero();
        assertThat(sample.sourceIdIndex()).isEqualTo(3);
        assertThat(sample.drops()).isEqualTo(2);
        assertThat(sample.inputIfIndex()).isEqualTo(3);
        assertThat(sample.outputIfIndex()).isEqualTo(-1);
        assertThat(sample.reason()).isEqualTo(258);
        assertThat(DropReason.find(sample.reason())).isEqualTo(DropReason.ACL);
        DropDetail detail = flow.dropDetail();
        assertThat(detail.egressQueue()).isEqualTo(6);
        assertThat(detail.aclNumber()).isEqualTo(42);
        assertThat(text(detail.aclNameOffset(), detail.aclNameLength())).isEqualTo("deny");
        assertThat(detail.aclDirection()).isEqualTo(2);
        assertThat(text(detail.functionOffset(), detail.functionLength())).isEqualTo("nf_hook_slow");
        assertThat(text(detail.trapGroupOffset(), detail.trapGroupLength())).isEqualTo("acl_drops");
        assertThat(text(detail.trapOffset(), detail.trapLength())).isEqualTo("ingress_flow_action_drop");
        assertThat(text(detail.linuxReasonOffset(), detail.linuxReasonLength())).isEqualTo("NETFILTER_DROP");
        assertThat(flow.frameLength()).isEqualTo(346);
        assertThat(flow.dissected().ip().destinationPort()).isEqualTo(67);
    }

    /** Some agents leave out the padding at the end of a record and count without it. */
    @Test
    void aNameWithoutItsPaddingIsRead() {
        byte[] octets = SflowEncoder.datagram()
                .discarded(1, 1, 0, 1, 2, 1, SflowEncoder.Records.records().add(1038, new byte[] {
                    0, 0, 0, 6, 'f', 'o', 'o', 'b', 'a', 'r'
                }))
                .encode();
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(sample.wrap(datagram)).isNull();
        assertThat(flow.read(sample.records())).isNull();
        assertThat(text(flow.dropDetail().functionOffset(), flow.dropDetail().functionLength()))
                .isEqualTo("foobar");
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isNull();
    }

    @Test
    void reasonsAreNamedAsInTheDocument() {
        assertThat(DropReason.find(0)).isEqualTo(DropReason.NET_UNREACHABLE);
        assertThat(DropReason.find(15)).isEqualTo(DropReason.PRECEDENCE_CUTOFF);
        assertThat(DropReason.find(16)).isNull();
        assertThat(DropReason.find(255)).isNull();
        assertThat(DropReason.find(257)).extracting(DropReason::label).isEqualTo("ttl_exceeded");
        assertThat(DropReason.find(289)).extracting(DropReason::label).isEqualTo("unknown_l4");
        assertThat(DropReason.find(303)).isEqualTo(DropReason.SPLIT_HORIZON);
        assertThat(DropReason.find(304)).isNull();
        assertThat(DropReason.find(0xffff_ffffL)).isNull();
        assertThat(DropReason.find(-1)).isNull();
    }
}
