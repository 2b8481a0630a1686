package io.flowledger.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What several exporters send, the same for the same randomness, without end: NetFlow versions 5 and 9 and IPFIX with templates
 * that come late, are redefined or never come, sampling told by options, and now and then a datagram that is lost, comes
 * twice, comes late or is broken. Not thread safe.
 */
final class ExporterTraffic {
    private static final int NOISE = 66;

    private final RandomGenerator random;
    private final List<Exporter> exporters;
    private final Deque<ExportDatagram> late = new ArrayDeque<>();

    /** One exporter: its address's last octet, and its next datagram. */
    private record Exporter(int address, Export export) {}

    /** Makes the next datagram. */
    @FunctionalInterface
    interface Export {
        byte[] next();
    }

    private ExporterTraffic(RandomGenerator random, List<Exporter> exporters) {
        this.random = random;
        this.exporters = exporters;
    }

    ExporterTraffic(RandomGenerator random) {
        this(random, all(new FlowValues(random)));
    }

    /** Traffic of which no Set waits for its template or its rate. */
    static ExporterTraffic whereNothingWaits(RandomGenerator random) {
        return new ExporterTraffic(random, List.of(new Exporter(5, new Netflow5Traffic(new FlowValues(random))::next)));
    }

    private static List<Exporter> all(FlowValues values) {
        return List.of(
                new Exporter(5, new Netflow5Traffic(values)::next),
                new Exporter(9, new Netflow9Traffic(values, 1, 20)::next),
                new Exporter(9, new Netflow9Traffic(values, 2, 90)::next),
                new Exporter(10, new IpfixTraffic(values, 7, 60)::next),
                new Exporter(11, new IpfixTraffic(values, 8, 0)::next));
    }

    /** The next datagram that arrives. */
    ExportDatagram next() {
        if (!late.isEmpty() && random.nextInt(3) == 0) {
            return late.removeFirst();
        }
        int chance = random.nextInt(200);
        if (chance == 0) {
            return new ExportDatagram(NOISE, noise());
        }
        ExportDatagram made = make();
        switch (chance) {
            case 1, 2 -> {
                return make(); // the one made first is lost
            }
            case 3, 4 -> late.add(made); // comes twice
            case 5, 6 -> {
                late.add(made); // comes later than the next
                return make();
            }
            case 7 -> {
                return new ExportDatagram(made.exporter(), cut(made.payload()));
            }
            default -> {
                return made;
            }
        }
        return made;
    }

    private ExportDatagram make() {
        Exporter exporter = exporters.get(random.nextInt(exporters.size()));
        return new ExportDatagram(exporter.address(), exporter.export().next());
    }

    private byte[] cut(byte[] payload) {
        return java.util.Arrays.copyOf(payload, 1 + random.nextInt(payload.length - 1));
    }

    private byte[] noise() {
        byte[] octets = new byte[random.nextInt(40)];
        random.nextBytes(octets);
        return octets;
    }
}
