package io.flowledger.generate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Exporters for somebody without a router: {@link DemoTraffic} as it goes on, over UDP.
 *
 * <p>Two threads of its own, until {@code stop} says so.
 */
public final class DemoExporters {
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final DemoTraffic traffic = DemoTraffic.usual();
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
        return DemoTraffic.exporters();
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
        traffic.sendSteady(departures(traffic.perSecond(), FOREVER), sink, this::isOver);
    }

    private void restarted(DatagramSink sink) throws IOException {
        for (int life = 0; !isOver(); life++) {
            traffic.sendLife(life, departures(traffic.restartedPerSecond(), traffic.life()), sink, this::isOver);
        }
    }

    private DayDepartures departures(double perSecond, Duration length) {
        return new DayDepartures(clock, perSecond, traffic.day(), length, this::isOver);
    }
}
