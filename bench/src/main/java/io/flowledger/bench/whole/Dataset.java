package io.flowledger.bench.whole;

import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.GeneratorSettings;
import java.util.List;

/** What is imported. */
public enum Dataset {
    V5("v5, 30 records a datagram", GeneratedProtocol.V5, 0, 0.0, 0),
    V9("v9, 20 fields, 26 records a datagram", GeneratedProtocol.V9, 0, 0.0, 0),
    V9_SMALL("v9, 20 fields, 5 records a datagram", GeneratedProtocol.V9, 5, 0.0, 0),
    V9_SAMPLED("v9, half of the exporters sampled, a fifth IPv6", GeneratedProtocol.V9, 0, 0.2, 1000),
    IPFIX("ipfix, variable length, half sampled, a fifth IPv6", GeneratedProtocol.IPFIX, 0, 0.2, 1000);

    private static final int EXPORTERS = 16;
    private static final int DATAGRAM_OCTETS = 1464;
    private static final int TEMPLATE_INTERVAL = 1000;

    private final String title;
    private final GeneratedProtocol protocol;
    private final int recordsPerDatagram;
    private final double ipv6Share;
    private final int sampling;

    Dataset(String title, GeneratedProtocol protocol, int recordsPerDatagram, double ipv6Share, int sampling) {
        this.title = title;
        this.protocol = protocol;
        this.recordsPerDatagram = recordsPerDatagram;
        this.ipv6Share = ipv6Share;
        this.sampling = sampling;
    }

    String title() {
        return title;
    }

    GeneratorSettings settings() {
        return new GeneratorSettings(
                List.of(protocol),
                EXPORTERS,
                1,
                ipv6Share,
                DATAGRAM_OCTETS,
                recordsPerDatagram,
                1,
                TEMPLATE_INTERVAL,
                sampling,
                protocol == GeneratedProtocol.IPFIX,
                false);
    }
}
