package io.flowledger.console;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;

import io.flowledger.generate.PcapSink;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Exporters with which something is wrong: 198.18.0.21 sends what nobody knows, 198.18.0.22 data whose template never comes, the
 * clock of 198.18.0.23 is an hour behind, and it has elements that have no column.
 */
final class WorseDatagrams {
    static final String UNREADABLE = "198.18.0.21";
    static final String WITHOUT_TEMPLATE = "198.18.0.22";
    static final String WITH_EXTRA = "198.18.0.23";

    /** How many datagrams each of the first two sends. */
    static final int COUNT = 3;

    private static final int FIRST = 20;
    private static final int TEMPLATE = 300;
    private static final long HOUR = 3600;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private WorseDatagrams() {}

    /** Writes them from ten minutes after {@code start} on. */
    static Path write(Path file, Instant start) throws IOException {
        try (PcapSink sink = PcapSink.create(file, 2055)) {
            for (int i = 0; i < COUNT; i++) {
                long at = start.getEpochSecond() + 600 + i * 240L;
                send(sink, FIRST, at, new byte[] {0, 77, 0, 0, 1, 2, 3, 4});
                send(
                        sink,
                        FIRST + 1,
                        at + 1,
                        Netflow9Encoder.message()
                                .count(1)
                                .unixSeconds(at + 1)
                                .sequenceNumber(i)
                                .set(TEMPLATE, OctetWriter.octets().zeros(40))
                                .encode());
                send(sink, FIRST + 2, at + 2, withExtra(at + 2, i));
            }
            // One that is well, so that the exporter has rows beside what was refused.
            send(
                    sink,
                    FIRST,
                    start.getEpochSecond() + 1500,
                    Netflow5Encoder.datagram()
                            .unixTime(start.getEpochSecond() + 1500, 0)
                            .record(Netflow5RecordEncoder.flow())
                            .encode());
        }
        return file;
    }

    private static byte[] withExtra(long at, int sequence) {
        return IpfixEncoder.message()
                .exportTimeSeconds(at - HOUR)
                .sequenceNumber(sequence)
                .observationDomain(7)
                .template(
                        TEMPLATE,
                        field(8, 4),
                        field(12, 4),
                        field(7, 2),
                        field(11, 2),
                        field(4, 1),
                        field(1, 8),
                        field(2, 8),
                        field(29_305, 2, 8),
                        variable(12_345, 6))
                .set(
                        TEMPLATE,
                        OctetWriter.octets()
                                .address("192.0.2.77")
                                .address("198.51.100.7")
                                .u16(50_000 + sequence)
                                .u16(853)
                                .u8(6)
                                .u64(123_456)
                                .u64(321)
                                .u64(0)
                                .variable("hello"))
                .encode();
    }

    private static void send(PcapSink sink, int exporter, long seconds, byte[] payload) throws IOException {
        sink.send(exporter, seconds * NANOS_PER_SECOND, payload, payload.length);
    }
}
