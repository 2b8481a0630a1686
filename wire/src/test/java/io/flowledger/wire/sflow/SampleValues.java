package io.flowledger.wire.sflow;

import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.IpLayer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was read of a sample, under the names that the corpus' expected values use. */
final class SampleValues {
    private final byte[] b;
    private final Map<String, Object> values = new LinkedHashMap<>();

    private SampleValues(WholeDatagram reader) {
        b = reader.datagram.buffer();
        address("agent", reader.datagram.agentAddressOffset(), reader.datagram.agentAddressLength());
    }

    static Map<String, Object> ofFlow(WholeDatagram reader) {
        SampleValues out = new SampleValues(reader);
        FlowSample sample = reader.flowSample;
        out.values.put("rate", sample.samplingRate());
        out.values.put("in_if", sample.inputValue());
        out.values.put("in_if_fmt", sample.inputFormat());
        out.values.put("out_if", sample.outputValue());
        out.values.put("out_if_fmt", sample.outputFormat());
        out.values.put("source_id", List.of(sample.sourceIdType(), sample.sourceIdIndex()));
        out.records(reader);
        FlowSample again = new FlowSample();
        again.wrap(reader.datagram);
        out.formats(again.records());
        return out.values;
    }

    static Map<String, Object> ofDiscarded(WholeDatagram reader) {
        SampleValues out = new SampleValues(reader);
        out.values.put("drop_reason", reader.discardedSample.reason());
        out.values.put("in_if", Math.max(0, reader.discardedSample.inputIfIndex()));
        out.values.put("out_if", Math.max(0, reader.discardedSample.outputIfIndex()));
        out.records(reader);
        DiscardedPacketSample again = new DiscardedPacketSample();
        again.wrap(reader.datagram);
        out.formats(again.records());
        return out.values;
    }

    private void formats(SflowRecords records) {
        List<String> formats = new ArrayList<>();
        while (records.next()) {
            formats.add(records.enterprise() + ":" + records.format());
        }
        values.put("records", formats);
    }

    private void records(WholeDatagram reader) {
        SampledFlow flow = reader.flow;
        values.put("packets", 1L);
        if (flow.hasHeader()) {
            values.put("octets", flow.header().frameLength());
            values.put("header_protocol", flow.header().headerProtocol());
            values.put("stripped", flow.header().stripped());
            header(flow.dissected());
        }
        if (flow.hasSwitch()) {
            known("src_vlan", flow.extendedSwitch().sourceVlan());
            known("dst_vlan", flow.extendedSwitch().destinationVlan());
        }
        if (flow.hasRouter()) {
            address("next_hop", flow.router().nextHopOffset(), flow.router().nextHopLength());
            known("src_mask", flow.router().sourcePrefixLength());
            known("dst_mask", flow.router().destinationPrefixLength());
        }
        if (flow.hasGateway()) {
            ExtendedGateway gateway = flow.gateway();
            known("as", gateway.autonomousSystem());
            known("src_as", gateway.sourceAs());
            known("src_peer_as", gateway.sourcePeerAs());
            known("dst_as", gateway.destinationAs());
            List<Object> path = new ArrayList<>();
            for (int i = 0; i < gateway.pathCount(); i++) {
                path.add(gateway.pathAs(i));
            }
            values.put("as_path", path);
        }
    }

    private void header(DissectedHeader header) {
        if (header.destinationMac() >= 0) {
            values.put("dst_mac", mac(header.destinationMac()));
            values.put("src_mac", mac(header.sourceMac()));
        }
        if (header.vlanCount() == 1) {
            values.put("hdr_vlans", List.of((long) header.outerVlanId()));
        }
        known("ethertype", header.etherType());
        IpLayer ip = header.ip();
        if (ip.isPresent()) {
            address("src", ip.sourceAddressOffset(), ip.addressLength());
            address("dst", ip.destinationAddressOffset(), ip.addressLength());
            known("proto", ip.protocol());
            known("tos", ip.tos());
            known("ip_len", ip.totalLength());
            known("sport", ip.sourcePort());
            known("dport", ip.destinationPort());
            known("tcp_flags", ip.tcpFlags());
            if (ip.icmpType() >= 0) {
                values.put("icmp", List.of((long) ip.icmpType(), (long) ip.icmpCode()));
            }
        }
    }

    private void known(String key, long value) {
        if (value >= 0) {
            values.put(key, value);
        }
    }

    private void address(String key, int offset, int length) {
        try {
            values.put(key, InetAddress.getByAddress(Arrays.copyOfRange(b, offset, offset + length)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String mac(long mac) {
        StringBuilder out = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            out.append(String.format("%02x", mac >>> shift & 0xff)).append(shift == 0 ? "" : ":");
        }
        return out.toString();
    }
}
