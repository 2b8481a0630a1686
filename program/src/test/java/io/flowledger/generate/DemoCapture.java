package io.flowledger.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The traffic of the demo as captures, as if it had been sent from one time to another. */
public final class DemoCapture {
    private static final int PORT = 2055;

    private DemoCapture() {}

    /** Writes the captures into {@code directory}; the exporters are 198.18.0.1 to 198.18.0.10. */
    public static List<Path> write(Path directory, Instant start, Duration length, DemoTraffic traffic)
            throws IOException {
        Path steady = directory.resolve("steady.pcap");
        try (PcapSink sink = PcapSink.create(steady, PORT)) {
            traffic.sendSteady(
                    DayDepartures.inFile(start, traffic.perSecond(), traffic.day(), length), sink, () -> false);
        }
        Path restarted = directory.resolve("restarted.pcap");
        try (PcapSink sink = PcapSink.create(restarted, PORT)) {
            int life = 0;
            for (Duration begun = Duration.ZERO; begun.compareTo(length) < 0; begun = begun.plus(traffic.life())) {
                traffic.sendLife(
                        life++,
                        DayDepartures.inFile(
                                start.plus(begun), traffic.restartedPerSecond(), traffic.day(), traffic.life()),
                        sink,
                        () -> false);
            }
        }
        return List.of(steady, restarted);
    }
}
