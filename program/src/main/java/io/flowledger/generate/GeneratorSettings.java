package io.flowledger.generate;

import java.util.List;

/**
 * What is generated.
 *
 * @param protocols which exporters speak in turn, at least one
 * @param exporters how many there are, at least as many as protocols and at most {@value #MOST_EXPORTERS}
 * @param seed the same seed gives the same flows
 * @param ipv6Share of the flows with v9, IPFIX and sFlow, 0 to 1; NetFlow v5 has none
 * @param datagramOctets octets of a datagram's payload at the most
 * @param recordsPerDatagram records in a datagram at the most, 0 for as many as fit
 * @param templates for each address family, 1 to {@value #MOST_TEMPLATES}
 * @param templateInterval an exporter sends its templates and options again after so many datagrams
 * @param samplingRate every second exporter samples one packet in so many; 0 when none samples
 * @param variableLength whether records of IPFIX end in a text of variable length
 * @param interfaceNames whether exporters with templates name their interfaces in options data
 */
public record GeneratorSettings(
        List<GeneratedProtocol> protocols,
        int exporters,
        long seed,
        double ipv6Share,
        int datagramOctets,
        int recordsPerDatagram,
        int templates,
        int templateInterval,
        int samplingRate,
        boolean variableLength,
        boolean interfaceNames) {
    static final int MOST_EXPORTERS = 65_536;
    static final int MOST_TEMPLATES = 1_000;

    /** Room for one record of each form beside its headers; the most is what fits into one IPv4 packet. */
    static final int LEAST_OCTETS = 300;

    static final int MOST_OCTETS = 65_507;

    /** The field of NetFlow v5 holds 14 bits. */
    static final int MOST_SAMPLING = 16_383;

    public GeneratorSettings {
        protocols = List.copyOf(protocols);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("no protocol is named");
        }
        check("exporters", exporters, protocols.size(), MOST_EXPORTERS);
        check("octets of a datagram", datagramOctets, LEAST_OCTETS, MOST_OCTETS);
        check("records of a datagram", recordsPerDatagram, 0, FlowBlock.CAPACITY);
        check("templates", templates, 1, MOST_TEMPLATES);
        check("datagrams from template to template", templateInterval, 1, Integer.MAX_VALUE);
        check("sampling rate", samplingRate, 0, MOST_SAMPLING);
        if (!(ipv6Share >= 0 && ipv6Share <= 1)) {
            throw new IllegalArgumentException("share of IPv6 " + ipv6Share + " is not within 0 to 1");
        }
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not within " + least + " to " + most);
        }
    }

    /** 16 exporters with all protocols, a fifth of the flows IPv6, 30 flows in a datagram of v5. */
    public static GeneratorSettings standard() {
        return new GeneratorSettings(
                List.of(GeneratedProtocol.values()), 16, 1, 0.2, 1464, 0, 1, 1000, 1000, false, false);
    }

    /** With other protocols. */
    public GeneratorSettings withProtocols(GeneratedProtocol... others) {
        return new GeneratorSettings(
                List.of(others),
                Math.max(exporters, others.length),
                seed,
                ipv6Share,
                datagramOctets,
                recordsPerDatagram,
                templates,
                templateInterval,
                samplingRate,
                variableLength,
                interfaceNames);
    }
}
