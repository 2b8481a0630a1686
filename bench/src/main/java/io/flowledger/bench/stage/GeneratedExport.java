package io.flowledger.bench.stage;

import io.flowledger.generate.GeneratedProtocol;

/** What exporters send in the benchmarks: {@code sampled} records name a sampler, {@code mixed} ones are to a fifth IPv6. */
public enum GeneratedExport {
    V5(GeneratedProtocol.V5, false, 0, false),
    V9_20_FIELDS(GeneratedProtocol.V9, false, 0, false),
    V9_20_FIELDS_SAMPLED(GeneratedProtocol.V9, true, 0, false),
    V9_MIXED(GeneratedProtocol.V9, false, 0.2, false),
    IPFIX_FIXED(GeneratedProtocol.IPFIX, false, 0, false),
    IPFIX_VARIABLE(GeneratedProtocol.IPFIX, false, 0, true),
    SFLOW(GeneratedProtocol.SFLOW, false, 0, false);

    private static final int DATAGRAM_OCTETS = 1464;

    private final GeneratedProtocol protocol;
    private final boolean sampled;
    private final double ipv6Share;
    private final boolean variableLength;

    GeneratedExport(GeneratedProtocol protocol, boolean sampled, double ipv6Share, boolean variableLength) {
        this.protocol = protocol;
        this.sampled = sampled;
        this.ipv6Share = ipv6Share;
        this.variableLength = variableLength;
    }

    DatagramRing ring() {
        return new DatagramRing(protocol, sampled, ipv6Share, variableLength, DATAGRAM_OCTETS);
    }
}
