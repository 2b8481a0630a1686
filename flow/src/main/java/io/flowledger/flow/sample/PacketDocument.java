package io.flowledger.flow.sample;

import static io.flowledger.flow.plan.JsonObject.key;

import io.flowledger.flow.plan.HeaderDocument;
import io.flowledger.flow.plan.JsonObject;
import io.flowledger.flow.plan.MemberSource;
import io.flowledger.wire.packet.HeaderProtocol;
import io.flowledger.wire.sflow.ExtendedGateway;
import io.flowledger.wire.sflow.ExtendedMpls;
import io.flowledger.wire.sflow.ExtendedUrl;
import io.flowledger.wire.sflow.ExtendedUser;
import io.flowledger.wire.sflow.ExtendedVlanTunnel;
import io.flowledger.wire.sflow.SampledFlow;

/** What flow records say of their packet beyond the columns of a row. Not thread safe; re-used from packet to packet. */
final class PacketDocument implements MemberSource {
    /** Octets that all keys and numbers take at the most, beside those of strings and arrays. */
    static final int CONSTANT_OCTETS = 8192;

    /** Octets that an octet of a sample can become: a community of 4 octets, {@code "65535:65535",}, an escaped character. */
    static final int FACTOR = 8;

    private static final byte[] HEADER_PROTOCOL = key("header_protocol");
    private static final byte[] STRIPPED_VLANS = key("stripped_vlans");
    private static final byte[] MPLS_NEXT_HOP = key("mpls_next_hop");
    private static final byte[] MPLS_OUT_LABELS = key("mpls_out_labels");
    private static final byte[] ROUTER_AS = key("router_as");
    private static final byte[] SRC_PEER_AS = key("src_peer_as");
    private static final byte[] DST_PEER_AS = key("dst_peer_as");
    private static final byte[] AS_PATH = key("as_path");
    private static final byte[] COMMUNITIES = key("communities");
    private static final byte[] LOCAL_PREFERENCE = key("local_preference");
    private static final byte[] DST_USERNAME = key("dst_username");
    private static final byte[] URL = key("url");
    private static final byte[] HOST = key("host");

    private final SampledFlow flow;
    private byte[] in = {};

    /** Documents of the packets that {@code flow} reads. */
    PacketDocument(SampledFlow flow) {
        this.flow = flow;
    }

    /** Says in which array the packet lies. */
    void buffer(byte[] datagram) {
        in = datagram;
    }

    @Override
    public void writeTo(JsonObject document) {
        if (flow.hasHeader()) {
            if (flow.header().headerProtocol() != HeaderProtocol.ETHERNET) {
                document.number(HEADER_PROTOCOL, flow.header().headerProtocol());
            }
            HeaderDocument.write(
                    document,
                    flow.dissected(),
                    in,
                    flow.hasSwitch() ? flow.extendedSwitch().sourceVlan() : 0);
        } else if (flow.hasEthernet()) {
            HeaderDocument.etherType(document, flow.ethernet().etherType());
        }
        if (flow.hasVlanTunnel()) {
            ExtendedVlanTunnel tunnel = flow.vlanTunnel();
            document.beginArray(STRIPPED_VLANS);
            for (int i = 0; i < tunnel.count(); i++) {
                document.element(tunnel.vlanId(i));
            }
            document.endArray();
        }
        if (flow.hasMpls()) {
            writeMpls(document, flow.mpls(), in);
        }
        if (flow.hasGateway()) {
            writeGateway(document, flow.gateway());
        }
        if (flow.hasUser()) {
            ExtendedUser user = flow.user();
            if (user.sourceLength() > 0) {
                // Without a source user, the destination's is in the column.
                document.string(DST_USERNAME, in, user.destinationOffset(), user.destinationLength());
            }
        }
        if (flow.hasUrl()) {
            ExtendedUrl url = flow.url();
            document.string(URL, in, url.urlOffset(), url.urlLength());
            document.string(HOST, in, url.hostOffset(), url.hostLength());
        }
    }

    private static void writeMpls(JsonObject document, ExtendedMpls mpls, byte[] in) {
        document.address(MPLS_NEXT_HOP, in, mpls.nextHopOffset(), mpls.nextHopLength());
        if (mpls.outCount() > 0) {
            document.beginArray(MPLS_OUT_LABELS);
            for (int i = 0; i < mpls.outCount(); i++) {
                document.element(mpls.outEntry(i) >>> 12);
            }
            document.endArray();
        }
    }

    private static void writeGateway(JsonObject document, ExtendedGateway gateway) {
        document.numberIfKnown(ROUTER_AS, gateway.autonomousSystem());
        document.numberIfKnown(SRC_PEER_AS, gateway.sourcePeerAs());
        document.numberIfKnown(DST_PEER_AS, gateway.destinationPeerAs());
        if (gateway.pathCount() > 0) {
            document.beginArray(AS_PATH);
            for (int i = 0; i < gateway.pathCount(); i++) {
                document.element(gateway.pathAs(i));
            }
            document.endArray();
        }
        if (gateway.communityCount() > 0) {
            document.beginArray(COMMUNITIES);
            for (int i = 0; i < gateway.communityCount(); i++) {
                document.pair(gateway.community(i) >>> 16, gateway.community(i) & 0xFFFF);
            }
            document.endArray();
        }
        document.numberIfKnown(LOCAL_PREFERENCE, gateway.localPreference());
    }
}
