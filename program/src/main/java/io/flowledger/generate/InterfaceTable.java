package io.flowledger.generate;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.ElementIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Names and descriptions of the interfaces that {@link FlowDraw} gives flows, as options data: scope interface; interfaceName and
 * interfaceDescription. NetFlow v9 pads them with zero octets, IPFIX writes them as long as they are (RFC 7011 section 7).
 *
 * <p>Immutable.
 */
final class InterfaceTable {
    private static final int NETFLOW9_SCOPE_INTERFACE = 2;
    private static final int NAME_LENGTH = 12;
    private static final int DESCRIPTION_LENGTH = 24;
    private static final int SET_HEADER = 4;
    private static final int MOST_PADDING = 3;
    private static final int FIRST_UPLINK = 101;
    private static final List<String> NEAR = List.of(
            "servers",
            "offices",
            "laboratory",
            "guests",
            "cameras",
            "telephones",
            "printers",
            "backup",
            "storage",
            "building A",
            "building B",
            "warehouse",
            "workshop",
            "management",
            "wireless",
            "video");
    private static final List<String> FAR = List.of(
            "transit north", "transit south", "exchange", "peering", "cable", "second site", "cloud", "research net");

    private final boolean ipfix;
    private final int templateId;
    private final List<Interface> interfaces;

    private record Interface(int index, String name, String description) {}

    /** The table of one kind of exporters. */
    InterfaceTable(boolean ipfix, int templateId) {
        this.ipfix = ipfix;
        this.templateId = templateId;
        this.interfaces = new ArrayList<>();
        add(1, "ge-0/0/", NEAR);
        add(FIRST_UPLINK, "xe-1/0/", FAR);
    }

    private void add(int firstIndex, String prefix, List<String> descriptions) {
        for (int i = 0; i < descriptions.size(); i++) {
            interfaces.add(new Interface(firstIndex + i, prefix + i, descriptions.get(i)));
        }
    }

    /** How many interfaces there are. */
    int count() {
        return interfaces.size();
    }

    /** Octets that the Options Template takes with its Set. */
    private int templateLength() {
        return ipfix ? SET_HEADER + 6 + 12 : SET_HEADER + 6 + 12 + 2;
    }

    private int recordRoom(Interface one) {
        return ipfix ? 4 + 2 + one.name().length() + one.description().length() : 4 + NAME_LENGTH + DESCRIPTION_LENGTH;
    }

    /**
     * Writes the Options Template and as many records as fit; returns what comes next.
     *
     * @param first the interface to begin with
     * @param most the end of the datagram
     */
    Written put(byte[] out, int offset, int first, int most) {
        int set = offset + templateLength();
        int next = first;
        int end = set + SET_HEADER;
        while (next < count() && end + recordRoom(interfaces.get(next)) + MOST_PADDING <= most) {
            end = putRecord(out, end, interfaces.get(next));
            next++;
        }
        if (next == first) {
            return new Written(offset, first);
        }
        putTemplate(out, offset);
        while ((end - set) % 4 != 0) {
            Octets.putU8(out, end++, 0);
        }
        TemplateSet.putSet(out, set, templateId, end - set);
        return new Written(end, next);
    }

    /**
     * How far it came.
     *
     * @param end offset after what was written
     * @param next the interface that is next
     */
    record Written(int end, int next) {}

    private void putTemplate(byte[] out, int offset) {
        int at = TemplateSet.putSet(out, offset, ipfix ? 3 : 1, templateLength());
        Octets.putU16(out, at, templateId);
        // IPFIX counts fields, and those of the scope (RFC 7011 section 3.4.2.2); v9 octets (RFC 3954 section 6.1).
        Octets.putU16(out, at + 2, ipfix ? 3 : 4);
        Octets.putU16(out, at + 4, ipfix ? 1 : 8);
        at = putField(out, at + 6, ipfix ? ElementIds.INGRESS_INTERFACE : NETFLOW9_SCOPE_INTERFACE, 4);
        at = putField(out, at, ElementIds.INTERFACE_NAME, ipfix ? RecordForm.VARIABLE_LENGTH : NAME_LENGTH);
        at = putField(
                out, at, ElementIds.INTERFACE_DESCRIPTION, ipfix ? RecordForm.VARIABLE_LENGTH : DESCRIPTION_LENGTH);
        if (!ipfix) {
            Octets.putU16(out, at, 0); // padding to 4 octets
        }
    }

    private static int putField(byte[] out, int offset, int elementId, int length) {
        Octets.putU16(out, offset, elementId);
        Octets.putU16(out, offset + 2, length);
        return offset + 4;
    }

    private int putRecord(byte[] out, int offset, Interface one) {
        Octets.putU32(out, offset, one.index());
        return putText(out, putText(out, offset + 4, one.name(), NAME_LENGTH), one.description(), DESCRIPTION_LENGTH);
    }

    private int putText(byte[] out, int offset, String text, int fixedLength) {
        int at = offset;
        if (ipfix) {
            Octets.putU8(out, at++, text.length());
        }
        int length = ipfix ? text.length() : fixedLength;
        for (int i = 0; i < length; i++) {
            Octets.putU8(out, at + i, i < text.length() ? text.charAt(i) : 0);
        }
        return at + length;
    }
}
