package io.flowledger.generate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Exporters for somebody without a router: NetFlow v5, v9, IPFIX and sFlow, half of them sampling, through days and nights of a
 * quarter of an hour. Datagrams of one get lost for some seconds now and then, and two more are restarted every few minutes
 * with other templates.
 *
 * <p>Two threads of its own, until {@code stop} says so.
 */
public final class DemoExporters {
    private static final int STEADY = 8;
    private static final int RESTARTED = 2;
    private static final int LOSING = 2;
    private static final double STEADY_PER_SECOND = 60;
    private static final double RESTARTED_PER_SECOND = 8;
    private static final int SAMPLING = 20;
    private static final Duration DAY = Duration.ofMinutes(15);
    private static final Duration LIFE = Duration.ofMinutes(4);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final long LOSS_PERIOD_NANOS = 150_000_000_000L;
    private static final long LOSS_NANOS = 1_500_000_000L;

    private final InetSocketAddress target;
    private final Clock clock;
    private final BooleanSupplier stop;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    public DemoExporters(InetSocketAddress target, Clock clock, BooleanSupplier stop) {
        this.target = target;
        this.clock = clock;
        this.stop = stop;
    }

    /** How many there are. */
    public static int count() {
        return STEADY + RESTARTED;
    }

    /** Begins to send. */
    public void start() {
        threads.add(thread("steady", this::steady));
        threads.add(thread("restarted", this::restarted));
        threads.forEach(Thread::start);
    }

    /** Ends sending. */
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What a thread does. */
    private interface Sending {
        void run(DatagramSink sink) throws IOException;
    }

    private Thread thread(String name, Sending sending) {
        Thread thread = new Thread(
                () -> {
                    try (UdpSink sink = new UdpSink(target, count())) {
                        sending.run(sink);
                    } catch (IOException e) {
                        System.getLogger(DemoExporters.class.getName())
                                .log(System.Logger.Level.WARNING, "The " + name + " exporters ended: " + e);
                    }
                },
                "demo-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private boolean isOver() {
        return ended || stop.getAsBoolean();
    }

    private void steady(DatagramSink sink) throws IOException {
        GeneratorSettings settings = settings(STEADY, 1, false, GeneratedProtocol.values());
        DayDepartures departures = new DayDepartures(clock, STEADY_PER_SECOND, DAY, FOREVER, this::isOver);
        new Generator(settings, departures).run(losing(sink), Long.MAX_VALUE, Long.MAX_VALUE, this::isOver);
    }

    /** One life after the other; with each the templates are others. */
    private void restarted(DatagramSink sink) throws IOException {
        for (int life = 0; !isOver(); life++) {
            GeneratorSettings settings =
                    settings(RESTARTED, 100 + life, life % 2 == 0, GeneratedProtocol.IPFIX, GeneratedProtocol.V9);
            DayDepartures departures = new DayDepartures(clock, RESTARTED_PER_SECOND, DAY, LIFE, this::isOver);
            new Generator(settings, departures).run(moved(sink), Long.MAX_VALUE, Long.MAX_VALUE, this::isOver);
        }
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
                variableLength);
    }

    /** Their addresses come after those of the others. */
    private static DatagramSink moved(DatagramSink sink) {
        return forwarding((exporter, nanos, payload, length) -> sink.send(STEADY + exporter, nanos, payload, length));
    }

    private static DatagramSink losing(DatagramSink sink) {
        return forwarding((exporter, nanos, payload, length) -> {
            if (exporter != LOSING || nanos % LOSS_PERIOD_NANOS >= LOSS_NANOS) {
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
