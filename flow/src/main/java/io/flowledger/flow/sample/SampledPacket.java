package io.flowledger.flow.sample;

import io.flowledger.flow.plan.PacketElement;
import io.flowledger.flow.plan.PacketValues;
import io.flowledger.wire.sflow.ExtendedGateway;
import io.flowledger.wire.sflow.ExtendedNat;
import io.flowledger.wire.sflow.ExtendedRouter;
import io.flowledger.wire.sflow.ExtendedSwitch;
import io.flowledger.wire.sflow.ExtendedUser;
import io.flowledger.wire.sflow.FlowSample;
import io.flowledger.wire.sflow.SampledEthernet;
import io.flowledger.wire.sflow.SampledFlow;
import io.flowledger.wire.sflow.SampledIp;

/**
 * What a sample's flow records say of its packet, as values of a row ("sFlow Version 5" section 5).
 *
 * <p>The packet's own header is believed before what the agent read from it; VLANs are those that the agent assigned, since a
 * frame on an access port has no tag. Stateless.
 */
final class SampledPacket {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;
    private static final int HIGHEST_VLAN = 4095;
    private static final int HIGHEST_PORT = 65535;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int INGRESS = 0;
    private static final int EGRESS = 1;

    private SampledPacket() {}

    /** Gives the values of a flow sample. */
    static void read(FlowSample sample, SampledFlow flow, byte[] in, PacketValues into) {
        into.number(PacketElement.PACKETS, 1);
        into.number(
                PacketElement.SAMPLING_RATE, sample.samplingRate() == 0 ? PacketValues.ABSENT : sample.samplingRate());
        into.number(PacketElement.INPUT_INTERFACE, sample.inputIfIndex());
        into.number(PacketElement.OUTPUT_INTERFACE, sample.outputIfIndex());
        into.number(PacketElement.DIRECTION, direction(sample));
        read(flow, in, into);
    }

    /**
     * 0 when the sampling interface is the packet's input, 1 when it is the output, else unknown. A packet that leaves where it
     * came in was seen in either direction.
     */
    static long direction(FlowSample sample) {
        if (sample.sourceIdType() != 0 || sample.inputIfIndex() == sample.outputIfIndex()) {
            return PacketValues.ABSENT;
        }
        return sample.sourceIdIndex() == sample.inputIfIndex()
                ? INGRESS
                : sample.sourceIdIndex() == sample.outputIfIndex() ? EGRESS : PacketValues.ABSENT;
    }

    /** Gives the values of flow records. */
    static void read(SampledFlow flow, byte[] in, PacketValues into) {
        into.number(PacketElement.OCTETS, flow.frameLength());
        if (flow.hasSwitch()) {
            ExtendedSwitch vlans = flow.extendedSwitch();
            into.number(PacketElement.VLAN, vlan(vlans.sourceVlan()));
            into.number(PacketElement.POST_VLAN, vlan(vlans.destinationVlan()));
        }
        if (flow.hasHeader()) {
            into.header(flow.dissected(), in);
        }
        if (flow.hasIp()) {
            readIp(flow.ip(), in, into);
        }
        if (flow.hasEthernet()) {
            SampledEthernet ethernet = flow.ethernet();
            into.number(PacketElement.SOURCE_MAC, ethernet.sourceMac());
            into.number(PacketElement.DESTINATION_MAC, ethernet.destinationMac());
        }
        if (flow.hasMpls() && into.labelCount() == 0) {
            for (int i = 0; i < flow.mpls().inCount(); i++) {
                into.addLabel((int) (flow.mpls().inEntry(i) >>> 12));
            }
        }
        if (flow.hasRouter()) {
            readRouter(flow.router(), in, into);
        }
        if (flow.hasGateway()) {
            ExtendedGateway gateway = flow.gateway();
            into.number(PacketElement.SOURCE_AS, gateway.sourceAs());
            into.number(PacketElement.DESTINATION_AS, gateway.destinationAs());
            into.octets(PacketElement.BGP_NEXT_HOP, in, gateway.nextHopOffset(), gateway.nextHopLength());
        }
        if (flow.hasNat()) {
            readNat(flow.nat(), in, into);
        }
        if (flow.hasUser()) {
            ExtendedUser user = flow.user();
            into.octets(PacketElement.USER_NAME, in, user.sourceOffset(), user.sourceLength());
            into.octets(PacketElement.USER_NAME, in, user.destinationOffset(), user.destinationLength());
        }
    }

    private static void readIp(SampledIp ip, byte[] in, PacketValues into) {
        into.number(PacketElement.IP_VERSION, ip.addressLength() == 4 ? 4 : 6);
        into.octets(PacketElement.SOURCE_ADDRESS, in, ip.sourceAddressOffset(), ip.addressLength());
        into.octets(PacketElement.DESTINATION_ADDRESS, in, ip.destinationAddressOffset(), ip.addressLength());
        into.number(PacketElement.PROTOCOL, ip.protocol());
        into.number(PacketElement.TOS, ip.tos());
        int protocol = (int) Math.min(ip.protocol(), Integer.MAX_VALUE);
        if (protocol == TCP) {
            into.number(PacketElement.TCP_FLAGS, ip.tcpFlags());
        }
        if (protocol == TCP || protocol == UDP || protocol == SCTP || protocol == DCCP || protocol == UDP_LITE) {
            into.number(PacketElement.SOURCE_PORT, port(ip.sourcePort()));
            into.number(PacketElement.DESTINATION_PORT, port(ip.destinationPort()));
        }
    }

    private static void readRouter(ExtendedRouter router, byte[] in, PacketValues into) {
        into.octets(PacketElement.NEXT_HOP, in, router.nextHopOffset(), router.nextHopLength());
        int bits = into.number(PacketElement.IP_VERSION) == 4 || router.nextHopLength() == 4 ? IPV4_BITS : IPV6_BITS;
        into.number(PacketElement.SOURCE_PREFIX_LENGTH, atMost(bits, router.sourcePrefixLength()));
        into.number(PacketElement.DESTINATION_PREFIX_LENGTH, atMost(bits, router.destinationPrefixLength()));
    }

    private static void readNat(ExtendedNat nat, byte[] in, PacketValues into) {
        into.octets(PacketElement.NAT_SOURCE_ADDRESS, in, nat.sourceAddressOffset(), nat.sourceAddressLength());
        into.octets(
                PacketElement.NAT_DESTINATION_ADDRESS,
                in,
                nat.destinationAddressOffset(),
                nat.destinationAddressLength());
        into.number(PacketElement.NAT_SOURCE_PORT, port(nat.sourcePort()));
        into.number(PacketElement.NAT_DESTINATION_PORT, port(nat.destinationPort()));
    }

    /** 0 is untagged or unknown, what has more than 12 bits is no VLAN. */
    private static long vlan(long value) {
        return value == 0 ? PacketValues.ABSENT : atMost(HIGHEST_VLAN, value);
    }

    private static long port(long value) {
        return atMost(HIGHEST_PORT, value);
    }

    private static long atMost(long maximum, long value) {
        return value > maximum ? PacketValues.ABSENT : value;
    }
}
