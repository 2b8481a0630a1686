package io.flowledger.flow.plan;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.packet.DissectedHeader;
import io.flowledger.wire.packet.HeaderProtocol;
import io.flowledger.wire.packet.PacketDissector;
import io.flowledger.wire.template.FieldSpecifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section of a packet that a Data Record carries (RFC 5477 section 8.3): dataLinkFrameSection (315),
 * ipHeaderPacketSection (313) or ipPayloadPacketSection (314). It fills the columns that the template leaves empty.
 *
 * <p>When the template has no counter, the record is one packet, of the octets that dataLinkFrameSize (312), ipTotalLength
 * (224) or the IP header says. Not thread safe; re-used from record to record.
 */
final class PacketSection {
    private static final int DATA_LINK_FRAME_SECTION = 315;
    private static final int IP_HEADER_PACKET_SECTION = 313;
    private static final int IP_PAYLOAD_PACKET_SECTION = 314;
    private static final int[] SECTIONS = {DATA_LINK_FRAME_SECTION, IP_HEADER_PACKET_SECTION, IP_PAYLOAD_PACKET_SECTION
    };
    private static final int[] LENGTHS = {312, 224};
    private static final int[] COUNTERS = {1, 2, 23, 24, 85, 86, 231, 232, 298, 299};
    private static final int PROTOCOL_IDENTIFIER = 4;
    private static final int IP_VERSION = 60;
    private static final int SOURCE_IPV6_ADDRESS = 27;
    private static final int DATA_LINK_FRAME_TYPE = 408;

    /** Of dataLinkFrameType's bits (RFC 7133 section 3.2.1): IEEE 802.3; what is not Ethernet is not read. */
    private static final int ETHERNET = 1;

    private static final int UNKNOWN_LINK = 0;

    private final int elementId;
    private final int field;
    private final int lengthField;
    private final int protocolField;
    private final int versionField;
    private final int frameTypeField;
    private final boolean ipv6Template;
    private final boolean counted;
    private final PacketDissector dissector = new PacketDissector();
    private final DissectedHeader header = new DissectedHeader();
    private final PacketValues values = new PacketValues();
    private final TupleWriter writer = new TupleWriter();

    private PacketSection(List<FieldSpecifier> fields, int elementId) {
        this.elementId = elementId;
        this.field = find(fields, elementId);
        int lengths = find(fields, LENGTHS[0]);
        this.lengthField = lengths >= 0 ? lengths : find(fields, LENGTHS[1]);
        this.protocolField = find(fields, PROTOCOL_IDENTIFIER);
        this.versionField = find(fields, IP_VERSION);
        this.frameTypeField = find(fields, DATA_LINK_FRAME_TYPE);
        this.ipv6Template = find(fields, SOURCE_IPV6_ADDRESS) >= 0;
        boolean hasCounter = false;
        for (int counter : COUNTERS) {
            hasCounter |= find(fields, counter) >= 0;
        }
        this.counted = hasCounter;
    }

    /** The section of records of {@code fields}, or null when they have none. */
    static @Nullable PacketSection of(List<FieldSpecifier> fields) {
        for (int section : SECTIONS) {
            if (find(fields, section) >= 0) {
                return new PacketSection(fields, section);
            }
        }
        return null;
    }

    private static int find(List<FieldSpecifier> fields, int elementId) {
        for (int i = 0; i < fields.size(); i++) {
            FieldSpecifier specifier = fields.get(i);
            if (specifier.enterpriseNumber() == 0 && specifier.elementId() == elementId && specifier.length() > 0) {
                return i;
            }
        }
        return -1;
    }

    /** The field that holds the section. */
    int field() {
        return field;
    }

    /** The field that holds the packet's length when it is used, or -1. */
    int lengthField() {
        return counted ? -1 : lengthField;
    }

    /** Reads the section of a record. */
    void read(byte[] in, int[] offsets, int[] lengths) {
        values.clear();
        int offset = offsets[field];
        int length = lengths[field];
        switch (elementId) {
            case DATA_LINK_FRAME_SECTION -> {
                long frameType = number(frameTypeField, in, offsets, lengths);
                boolean ethernet = frameType == PacketValues.ABSENT || (frameType & ETHERNET) != 0;
                dissector.dissect(ethernet ? HeaderProtocol.ETHERNET : UNKNOWN_LINK, in, offset, length, header);
            }
            case IP_HEADER_PACKET_SECTION -> dissector.dissectIp(in, offset, length, header);
            default -> {
                int protocol = (int) number(protocolField, in, offsets, lengths);
                long version = number(versionField, in, offsets, lengths);
                boolean ipv6 = version == 6 || (version != 4 && ipv6Template);
                // Without a protocol nobody knows what the payload is: nothing of it is read.
                dissector.dissectIpPayload(ipv6 ? 6 : 4, protocol, in, offset, protocol < 0 ? 0 : length, header);
            }
        }
        if (elementId == IP_PAYLOAD_PACKET_SECTION) {
            values.transport(header.ip());
        } else {
            values.header(header, in);
        }
        if (!counted) {
            values.number(PacketElement.PACKETS, 1);
            values.number(PacketElement.OCTETS, number(lengthField, in, offsets, lengths));
            values.number(PacketElement.OCTETS, header.ip().totalLength());
        }
    }

    private static long number(int of, byte[] in, int[] offsets, int[] lengths) {
        return of < 0 || lengths[of] == 0 || lengths[of] > 4
                ? PacketValues.ABSENT
                : Octets.unsigned(in, offsets[of], lengths[of]);
    }

    /** Adds what the packet says beyond the columns. */
    void describe(JsonObject document, byte[] in) {
        HeaderDocument.write(document, header, in, 0);
    }

    /** Appends the value of a column; returns the offset after it. */
    int append(PacketCell cell, byte[] out, int at, MessageContext message) {
        return cell.append(message, values, writer, out, at);
    }
}
