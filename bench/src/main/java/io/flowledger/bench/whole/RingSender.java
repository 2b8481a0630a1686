package io.flowledger.bench.whole;

import io.flowledger.generate.DatagramSink;
import io.flowledger.generate.FileDepartures;
import io.flowledger.generate.GeneratedProtocol;
import io.flowledger.generate.Generator;
import io.flowledger.generate.GeneratorSettings;
import io.flowledger.generate.Rate;
import io.flowledger.generate.UdpSink;
import io.flowledger.wire.cursor.Octets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends NetFlow v5 at rates that {@code generate} does not reach, as it draws each flow: datagrams are drawn before and go
 * round, and what must differ from turn to turn is patched in place, so that a datagram costs hardly more than its system call.
 * Sequence numbers go on as they should, and headers tell the time at which they are sent. What is due is sent in
 * bursts, half a millisecond apart.
 *
 * <p>A process of its own. One thread.
 */
final class RingSender implements DatagramSink {
    /** Few enough to stay in the processor's cache. */
    private static final int DATAGRAMS = 1024;

    private static final int DATAGRAM_OCTETS = 1400;
    private static final int COUNT_OFFSET = 2;
    private static final int UPTIME_OFFSET = 4;
    private static final int SECONDS_OFFSET = 8;
    private static final int NANOS_OFFSET = 12;
    private static final int SEQUENCE_OFFSET = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final double DRAWN_RATE = 100_000;
    private static final double BEFORE_RATE = 10_000;
    private static final double AFTER_RATE = 8;
    private static final double MOST_BEHIND_NANOS = 20_000_000;
    private static final long REST_NANOS = 500_000;
    private static final int DATAGRAMS_PER_CLOCK = 64;

    private final byte[][] payloads = new byte[DATAGRAMS][];
    private final int[] exporters = new int[DATAGRAMS];
    private final long[] bootMillis;
    private final long[] sequences;
    private int drawn;
    private int next;

    private RingSender(GeneratorSettings settings, long startNanos) throws IOException {
        sequences = new long[settings.exporters()];
        bootMillis = new long[settings.exporters()];
        new Generator(settings, new FileDepartures(startNanos, Long.MAX_VALUE, new Rate(DRAWN_RATE, false), 1))
                .run(this, Long.MAX_VALUE, DATAGRAMS, () -> false);
    }

    /**
     * Arguments: port on the loopback, datagrams, how many in a second, 0 for as many as can be; and how many more are sent before,
     * as a collector that has just started does not run compiled code, and slowly afterwards. The rate told is without those.
     */
    public static void main(String[] args) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        long datagrams = Long.parseLong(args[1]);
        double rate = Double.parseDouble(args[2]);
        long before = Long.parseLong(args[3]);
        long after = Long.parseLong(args[4]);
        GeneratorSettings settings = settings();
        RingSender ring = new RingSender(settings, System.currentTimeMillis() * NANOS_PER_MILLI);
        try (UdpSink sink = new UdpSink(to, settings.exporters())) {
            long records = ring.run(sink, before, BEFORE_RATE);
            long begun = System.nanoTime();
            records += rate > 0 ? ring.run(sink, datagrams, rate) : ring.send(sink, datagrams);
            double seconds = (System.nanoTime() - begun) / 1e9;
            records += ring.run(sink, after, AFTER_RATE);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d datagrams, %d records, %.1f datagrams/s",
                    before + datagrams + after,
                    records,
                    datagrams / seconds));
        }
    }

    private static GeneratorSettings settings() {
        GeneratorSettings standard = GeneratorSettings.standard();
        return new GeneratorSettings(
                List.of(GeneratedProtocol.V5),
                standard.exporters(),
                standard.seed(),
                0,
                DATAGRAM_OCTETS,
                0,
                1,
                standard.templateInterval(),
                standard.samplingRate(),
                false,
                false);
    }

    /** Takes a datagram that is drawn. */
    @Override
    public void send(int exporter, long nanos, byte[] payload, int length) {
        payloads[drawn] = Arrays.copyOf(payload, length);
        exporters[drawn] = exporter;
        bootMillis[exporter] = nanos / NANOS_PER_MILLI - Octets.u32(payload, UPTIME_OFFSET);
        drawn++;
    }

    /** Sends what is due and rests, so that a processor is left to who receives; returns the records. */
    private long run(DatagramSink sink, long datagrams, double rate) throws IOException {
        long records = 0;
        long sent = 0;
        double origin = System.nanoTime();
        while (sent < datagrams) {
            double now = System.nanoTime();
            // Who was held up does not catch up with more than the receiver's buffer holds with ease.
            origin = Math.max(origin, now - MOST_BEHIND_NANOS - sent / rate * NANOS_PER_SECOND);
            long due = (long) ((now - origin) * rate / NANOS_PER_SECOND) + 1 - sent;
            long burst = Math.max(0, Math.min(datagrams - sent, due));
            records += send(sink, burst);
            sent += burst;
            LockSupport.parkNanos(REST_NANOS);
        }
        return records;
    }

    /** Sends the next datagrams at once; returns their records. */
    private long send(DatagramSink sink, long datagrams) throws IOException {
        long records = 0;
        long nanos = 0;
        for (long i = 0; i < datagrams; i++) {
            if (i % DATAGRAMS_PER_CLOCK == 0) {
                nanos = System.currentTimeMillis() * NANOS_PER_MILLI;
            }
            byte[] payload = payloads[next];
            int exporter = exporters[next];
            next = (next + 1) % DATAGRAMS;
            int count = Octets.u16(payload, COUNT_OFFSET);
            Octets.putU32(payload, UPTIME_OFFSET, nanos / NANOS_PER_MILLI - bootMillis[exporter]);
            Octets.putU32(payload, SECONDS_OFFSET, nanos / NANOS_PER_SECOND);
            Octets.putU32(payload, NANOS_OFFSET, nanos % NANOS_PER_SECOND);
            Octets.putU32(payload, SEQUENCE_OFFSET, sequences[exporter]);
            sequences[exporter] += count;
            records += count;
            sink.send(exporter, nanos, payload, payload.length);
        }
        return records;
    }

    @Override
    public void close() {}
}
