package io.flowledger.generate;

import io.flowledger.generate.RecordForm.FormField;
import io.flowledger.wire.registry.ElementIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The forms of Data Records that exporters with templates use. Numbers are IANA's Information Elements, which NetFlow version 9
 * shares up to 127.
 */
final class RecordForms {
    /** The first number of a template (RFC 7011 section 3.4.1). */
    static final int FIRST_TEMPLATE = 256;

    private RecordForms() {}

    /**
     * NetFlow version 9, 20 fields for IPv4 and 21 for IPv6.
     *
     * @param variant from 0 on; each has its own template id and order of fields
     * @param sampled whether a record names its sampler
     */
    static RecordForm netflow9(int variant, boolean ipv6, boolean sampled) {
        List<FormField> fields = new ArrayList<>();
        fields.add(new FormField(ElementIds.OCTET_DELTA_COUNT, 4, FlowValue.OCTETS));
        fields.add(new FormField(ElementIds.PACKET_DELTA_COUNT, 4, FlowValue.PACKETS));
        addCommon(fields, ipv6);
        fields.add(new FormField(ElementIds.FLOW_START_SYS_UP_TIME, 4, FlowValue.START_UPTIME));
        fields.add(new FormField(ElementIds.FLOW_END_SYS_UP_TIME, 4, FlowValue.END_UPTIME));
        fields.add(new FormField(ElementIds.TCP_CONTROL_BITS, 1, FlowValue.TCP_FLAGS));
        // Those that do not sample fill the field up, as the fields of a template are often more than is known.
        fields.add(
                sampled
                        ? new FormField(ElementIds.SAMPLER_ID, 1, FlowValue.SAMPLER)
                        : new FormField(ElementIds.FLOW_END_REASON, 1, FlowValue.END_REASON));
        return variant(variant, ipv6, fields, 0);
    }

    /**
     * IPFIX with counters of 8 octets and times in milliseconds.
     *
     * @param variableLength whether the record ends in the name of its application
     */
    static RecordForm ipfix(int variant, boolean ipv6, boolean sampled, boolean variableLength) {
        List<FormField> fields = new ArrayList<>();
        fields.add(new FormField(ElementIds.OCTET_DELTA_COUNT, 8, FlowValue.OCTETS));
        fields.add(new FormField(ElementIds.PACKET_DELTA_COUNT, 8, FlowValue.PACKETS));
        fields.add(new FormField(ElementIds.FLOW_START_MILLISECONDS, 8, FlowValue.START_MILLIS));
        fields.add(new FormField(ElementIds.FLOW_END_MILLISECONDS, 8, FlowValue.END_MILLIS));
        addCommon(fields, ipv6);
        fields.add(new FormField(ElementIds.TCP_CONTROL_BITS, 2, FlowValue.TCP_FLAGS));
        fields.add(new FormField(ElementIds.FLOW_END_REASON, 1, FlowValue.END_REASON));
        if (sampled) {
            fields.add(new FormField(ElementIds.SELECTOR_ID, 4, FlowValue.SAMPLER));
        }
        if (variableLength) {
            fields.add(new FormField(ElementIds.APPLICATION_NAME, RecordForm.VARIABLE_LENGTH, FlowValue.APPLICATION));
        }
        return variant(variant, ipv6, fields, variableLength ? 1 : 0);
    }

    private static void addCommon(List<FormField> fields, boolean ipv6) {
        if (ipv6) {
            fields.add(new FormField(ElementIds.SOURCE_IPV6_ADDRESS, 16, FlowValue.SOURCE_HIGH));
            fields.add(new FormField(ElementIds.DESTINATION_IPV6_ADDRESS, 16, FlowValue.DESTINATION_HIGH));
            fields.add(new FormField(ElementIds.IP_NEXT_HOP_IPV6_ADDRESS, 16, FlowValue.NEXT_HOP_HIGH));
            fields.add(new FormField(ElementIds.SOURCE_IPV6_PREFIX_LENGTH, 1, FlowValue.SOURCE_MASK));
            fields.add(new FormField(ElementIds.DESTINATION_IPV6_PREFIX_LENGTH, 1, FlowValue.DESTINATION_MASK));
            fields.add(new FormField(ElementIds.FLOW_LABEL_IPV6, 3, FlowValue.FLOW_LABEL));
        } else {
            fields.add(new FormField(ElementIds.SOURCE_IPV4_ADDRESS, 4, FlowValue.SOURCE_LOW));
            fields.add(new FormField(ElementIds.DESTINATION_IPV4_ADDRESS, 4, FlowValue.DESTINATION_LOW));
            fields.add(new FormField(ElementIds.IP_NEXT_HOP_IPV4_ADDRESS, 4, FlowValue.NEXT_HOP_LOW));
            fields.add(new FormField(ElementIds.SOURCE_IPV4_PREFIX_LENGTH, 1, FlowValue.SOURCE_MASK));
            fields.add(new FormField(ElementIds.DESTINATION_IPV4_PREFIX_LENGTH, 1, FlowValue.DESTINATION_MASK));
        }
        fields.add(new FormField(ElementIds.SOURCE_TRANSPORT_PORT, 2, FlowValue.SOURCE_PORT));
        fields.add(new FormField(ElementIds.DESTINATION_TRANSPORT_PORT, 2, FlowValue.DESTINATION_PORT));
        fields.add(new FormField(ElementIds.INGRESS_INTERFACE, 4, FlowValue.INPUT_INTERFACE));
        fields.add(new FormField(ElementIds.EGRESS_INTERFACE, 4, FlowValue.OUTPUT_INTERFACE));
        fields.add(new FormField(ElementIds.BGP_SOURCE_AS_NUMBER, 4, FlowValue.SOURCE_AS));
        fields.add(new FormField(ElementIds.BGP_DESTINATION_AS_NUMBER, 4, FlowValue.DESTINATION_AS));
        fields.add(new FormField(ElementIds.PROTOCOL_IDENTIFIER, 1, FlowValue.PROTOCOL));
        fields.add(new FormField(ElementIds.IP_CLASS_OF_SERVICE, 1, FlowValue.TOS));
        fields.add(new FormField(ElementIds.FLOW_DIRECTION, 1, FlowValue.DIRECTION));
    }

    /** The fields in an order of their own but for the last {@code kept}. */
    private static RecordForm variant(int variant, boolean ipv6, List<FormField> fields, int kept) {
        List<FormField> ordered = new ArrayList<>(fields);
        Collections.rotate(ordered.subList(0, ordered.size() - kept), -variant);
        return new RecordForm(FIRST_TEMPLATE + 2 * variant + (ipv6 ? 1 : 0), ordered);
    }
}
