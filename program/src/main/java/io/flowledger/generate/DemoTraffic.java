package io.flowledger.generate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What the exporters of the demo send: NetFlow v5, v9, IPFIX and sFlow, half of them sampling, with names of interfaces where
 * the protocol has options. Datagrams of one get lost for a while now and then, and two more are restarted every few minutes
 * with other templates. With the same times the octets are the same.
 *
 * @param perSecond datagrams in a second at noon, of all that are not restarted
 * @param day how long a day and a night take together
 * @param life after which the two are restarted
 * @param lossPeriod from the beginning of one loss to that of the next; the first is half of it after the start
 * @param loss how long a loss lasts
 */
public record DemoTraffic(double perSecond, Duration day, Duration life, Duration lossPeriod, Duration loss) {
    private static final int STEADY = 8;
    private static final int RESTARTED = 2;
    private static final int LOSING = 2;
    private static final double SHARE_OF_RESTARTED = 0.13;
    private static final int SAMPLING = 20;

    /** A day of a quarter of an hour. */
    public static DemoTraffic usual() {
        return new DemoTraffic(
                60, Duration.ofMinutes(15), Duration.ofMinutes(4), Duration.ofSeconds(150), Duration.ofMillis(1500));
    }

    /** How many exporters there are. */
    public static int exporters() {
        return STEADY + RESTARTED;
    }

    /** Datagrams in a second at noon, of those that are restarted. */
    double restartedPerSecond() {
        return perSecond * SHARE_OF_RESTARTED;
    }

    /** Sends what those that are not restarted send. */
    public void sendSteady(Departures departures, DatagramSink sink, BooleanSupplier stop) throws IOException {
        GeneratorSettings settings = settings(STEADY, 1, false, GeneratedProtocol.values());
        new Generator(settings, departures)
                .run(losing(departures.startNanos(), sink), Long.MAX_VALUE, Long.MAX_VALUE, stop);
    }

    /** Sends what the others send in one life: in every other one their templates are other ones. */
    public void sendLife(int life, Departures departures, DatagramSink sink, BooleanSupplier stop) throws IOException {
        GeneratorSettings settings =
                settings(RESTARTED, 100 + life, life % 2 == 0, GeneratedProtocol.IPFIX, GeneratedProtocol.V9);
        new Generator(settings, departures).run(moved(sink), Long.MAX_VALUE, Long.MAX_VALUE, stop);
    }

    private static GeneratorSettings settings(
            int exporters, long seed, boolean variableLength, GeneratedProtocol... protocols) {
        return new GeneratorSettings(
                List.of(protocols),
                exporters,
                seed,
                0.2,
                1464,
                0,
                variableLength ? 2 : 1,
                200,
                SAMPLING,
                variableLength,
                true);
    }

    /** Their addresses come after those of the others. */
    private static DatagramSink moved(DatagramSink sink) {
        return forwarding((exporter, nanos, payload, length) -> sink.send(STEADY + exporter, nanos, payload, length));
    }

    private DatagramSink losing(long startNanos, DatagramSink sink) {
        long periodNanos = lossPeriod.toNanos();
        return forwarding((exporter, nanos, payload, length) -> {
            if (exporter != LOSING || (nanos - startNanos + periodNanos / 2) % periodNanos >= loss.toNanos()) {
                sink.send(exporter, nanos, payload, length);
            }
        });
    }

    /** What is done with a datagram. */
    private interface Sender {
        void send(int exporter, long nanos, byte[] payload, int length) throws IOException;
    }

    private static DatagramSink forwarding(Sender sender) {
        return new DatagramSink() {
            @Override
            public void send(int exporter, long nanos, byte[] payload, int length) throws IOException {
                sender.send(exporter, nanos, payload, length);
            }

            @Override
            public void close() {
                // The sink behind it is closed by its owner.
            }
        };
    }
}
