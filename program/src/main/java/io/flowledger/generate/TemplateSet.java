package io.flowledger.generate;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.ElementIds;

/**
 * The templates that exporters of one kind send: pairs of forms for IPv4 and IPv6, and for exporters that sample an Options
 * Template of their sampler with its Options Data Record.
 *
 * <p>One thread, as the forms.
 */
final class TemplateSet {
    /** The only sampler of an exporter. */
    static final int SAMPLER = 1;

    private static final int NETFLOW9_SCOPE_SYSTEM = 1;
    private static final int RANDOM_SAMPLING = 2;
    private static final int COUNT_BASED_RANDOM = 3; // n-out-of-N, RFC 5477 section 8.2.1

    private final boolean ipfix;
    private final RecordForm[] ipv4;
    private final RecordForm[] ipv6;
    private final int optionsTemplateId;
    private final InterfaceTable interfaces;

    private TemplateSet(boolean ipfix, RecordForm[] ipv4, RecordForm[] ipv6) {
        this.ipfix = ipfix;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.optionsTemplateId = RecordForms.FIRST_TEMPLATE + 2 * ipv4.length;
        this.interfaces = new InterfaceTable(ipfix, optionsTemplateId + 1);
    }

    static TemplateSet netflow9(int templates, boolean sampled) {
        RecordForm[] ipv4 = new RecordForm[templates];
        RecordForm[] ipv6 = new RecordForm[templates];
        for (int i = 0; i < templates; i++) {
            ipv4[i] = RecordForms.netflow9(i, false, sampled);
            ipv6[i] = RecordForms.netflow9(i, true, sampled);
        }
        return new TemplateSet(false, ipv4, ipv6);
    }

    static TemplateSet ipfix(int templates, boolean sampled, boolean variableLength) {
        RecordForm[] ipv4 = new RecordForm[templates];
        RecordForm[] ipv6 = new RecordForm[templates];
        for (int i = 0; i < templates; i++) {
            ipv4[i] = RecordForms.ipfix(i, false, sampled, variableLength);
            ipv6[i] = RecordForms.ipfix(i, true, sampled, variableLength);
        }
        return new TemplateSet(true, ipv4, ipv6);
    }

    /** Templates, of both families together. */
    int count() {
        return 2 * ipv4.length;
    }

    /** A template, 0 to {@link #count()} - 1. */
    RecordForm form(int index) {
        return (index & 1) == 0 ? ipv4[index >>> 1] : ipv6[index >>> 1];
    }

    RecordForm form(int variant, boolean ofIpv6) {
        return (ofIpv6 ? ipv6 : ipv4)[variant];
    }

    /** Pairs of templates. */
    int variants() {
        return ipv4.length;
    }

    /** Names of the exporters' interfaces. */
    InterfaceTable interfaces() {
        return interfaces;
    }

    /** Octets that {@link #putOptions} writes. */
    int optionsLength() {
        return ipfix ? 26 + 16 : 28 + 16;
    }

    /**
     * Writes a Set with the Options Template of the sampler and one with its record; returns the offset after them.
     *
     * @param rate one packet in so many is seen
     */
    int putOptions(byte[] out, int offset, int rate, int exporter) {
        return ipfix ? putSelector(out, offset, rate) : putSampler(out, offset, rate, exporter);
    }

    /** RFC 3954 section 6.1: scope System; samplerId, samplerMode, samplerRandomInterval. */
    private int putSampler(byte[] out, int offset, int rate, int exporter) {
        int at = putSet(out, offset, 1, 28);
        at = put16(out, at, optionsTemplateId, 4, 12);
        at = put16(out, at, NETFLOW9_SCOPE_SYSTEM, 4);
        at = put16(out, at, ElementIds.SAMPLER_ID, 1, ElementIds.SAMPLER_MODE, 1);
        at = put16(out, at, ElementIds.SAMPLER_RANDOM_INTERVAL, 4);
        Octets.putU16(out, at, 0); // padding to 4 octets
        at = putSet(out, offset + 28, optionsTemplateId, 16);
        Octets.putU32(out, at, exporter);
        Octets.putU8(out, at + 4, SAMPLER);
        Octets.putU8(out, at + 5, RANDOM_SAMPLING);
        Octets.putU32(out, at + 6, rate);
        Octets.putU16(out, at + 10, 0); // padding to 4 octets
        return at + 12;
    }

    /** RFC 7011 section 3.4.2.2: scope selectorId; algorithm, interval 1 and space rate - 1 (RFC 5477). */
    private int putSelector(byte[] out, int offset, int rate) {
        int at = putSet(out, offset, 3, 26);
        at = put16(out, at, optionsTemplateId, 4, 1);
        at = put16(out, at, ElementIds.SELECTOR_ID, 4);
        at = put16(out, at, ElementIds.SELECTOR_ALGORITHM, 2);
        at = put16(out, at, ElementIds.SAMPLING_PACKET_INTERVAL, 2);
        at = put16(out, at, ElementIds.SAMPLING_PACKET_SPACE, 4);
        at = putSet(out, at, optionsTemplateId, 16);
        Octets.putU32(out, at, SAMPLER);
        Octets.putU16(out, at + 4, COUNT_BASED_RANDOM);
        Octets.putU16(out, at + 6, 1);
        Octets.putU32(out, at + 8, rate - 1L);
        return at + 12;
    }

    /** Writes a Set Header; returns the offset after it. */
    static int putSet(byte[] out, int offset, int setId, int length) {
        return put16(out, offset, setId, length);
    }

    private static int put16(byte[] out, int offset, int first, int second) {
        Octets.putU16(out, offset, first);
        Octets.putU16(out, offset + 2, second);
        return offset + 4;
    }

    private static int put16(byte[] out, int offset, int first, int second, int third) {
        Octets.putU16(out, put16(out, offset, first, second), third);
        return offset + 6;
    }

    private static int put16(byte[] out, int offset, int first, int second, int third, int fourth) {
        return put16(out, put16(out, offset, first, second), third, fourth);
    }
}
