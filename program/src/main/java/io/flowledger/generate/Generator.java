package io.flowledger.generate;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Sends datagrams of many exporters, whose turn is random, until a bound is reached. With the same settings and times the octets
 * are the same.
 *
 * <p>One thread.
 */
public final class Generator {
    private final RandomBits turns;
    private final Exporter[] exporters;
    private final Tally[] tallyOfExporter;
    private final Map<GeneratedProtocol, Tally> tallies = new EnumMap<>(GeneratedProtocol.class);
    private final Departures departures;
    private final byte[] payload = new byte[GeneratorSettings.MOST_OCTETS + Long.BYTES];

    /** A generator whose exporters have run for a while when {@code departures} begins. */
    public Generator(GeneratorSettings settings, Departures departures) {
        this.departures = departures;
        this.turns = new RandomBits(RandomBits.mix(settings.seed()));
        Workspace work = Workspace.of(settings, new RandomBits(settings.seed()));
        this.exporters = new Exporter[settings.exporters()];
        this.tallyOfExporter = new Tally[settings.exporters()];
        long startMillis = departures.startNanos() / 1_000_000;
        List<GeneratedProtocol> protocols = settings.protocols();
        for (int i = 0; i < exporters.length; i++) {
            GeneratedProtocol protocol = protocols.get(i % protocols.size());
            boolean samples = i / protocols.size() % 2 == 1;
            int rate = samples ? settings.samplingRate() : 0;
            exporters[i] = switch (protocol) {
                case V5 -> new Netflow5Exporter(i, startMillis, settings, rate, work);
                case V9 -> TemplateExporter.netflow9(i, startMillis, settings, rate, work);
                case IPFIX -> TemplateExporter.ipfix(i, startMillis, settings, rate, work);
                case SFLOW -> new SflowExporter(i, startMillis, settings, work);
            };
            tallyOfExporter[i] = tallies.computeIfAbsent(protocol, Tally::new);
        }
    }

    /**
     * Sends until {@code flows} flow records or {@code datagrams} datagrams are sent, the time is over or {@code stop} says so.
     */
    public void run(DatagramSink sink, long flows, long datagrams, BooleanSupplier stop) throws IOException {
        long flowsLeft = flows;
        long datagramsLeft = datagrams;
        long records = 0;
        while (flowsLeft > 0 && datagramsLeft > 0 && !stop.getAsBoolean()) {
            long nanos = departures.next(records);
            if (nanos == Departures.OVER) {
                return;
            }
            int turn = turns.next(exporters.length);
            Tally tally = tallyOfExporter[turn];
            long before = tally.records();
            int length = exporters[turn].next(nanos, flowsLeft, payload, tally);
            sink.send(turn, nanos, payload, length);
            tally.addDatagram(length);
            records = tally.records() - before;
            flowsLeft -= records;
            datagramsLeft--;
        }
    }

    /** What was sent, by protocol. */
    public List<Tally> tallies() {
        return List.copyOf(tallies.values());
    }
}
