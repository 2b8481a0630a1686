package io.flowledger.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any octets are a line, or none and the reason is told; see MessageFuzzTest for how it is run. */
final class LineFuzzTest {
    static List<byte[]> lines() {
        return List.of(
                "[\"AAUAAQ==\", 1700000000.25, [\"192.0.2.1\", 2055]]".getBytes(StandardCharsets.US_ASCII),
                "[\"AAUAAQ==\", 9700000000.25, [\"192.0.2.1\", 2055]]".getBytes(StandardCharsets.US_ASCII),
                "[\"\", 0, [\"2001:db8::1\", 65535]]".getBytes(StandardCharsets.US_ASCII));
    }

    static List<byte[]> streams() {
        return List.of(
                new byte[] {0, 10, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 20},
                new byte[] {0, 10, (byte) 0xFF, (byte) 0xFF, 0, 0});
    }

    @MethodSource("lines")
    @FuzzTest(maxDuration = "10m")
    void pipeLine(byte[] octets) {
        try {
            PipeLine line = PipeLine.parse(octets, 0, octets.length);
            assertThat(line.port()).isBetween(0, 65_535);
            assertThat(line.address().length).isIn(4, 16);
            assertThat(line.receivedAtNanos()).isNotNegative();
        } catch (PipeLineException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }

    /** The octets as what comes over TCP, in pieces whose length the first octet says. */
    @MethodSource("streams")
    @FuzzTest(maxDuration = "10m")
    void tcpStream(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        int piece = Math.max(1, octets[0] & 0xFF);
        int[] at = {1};
        MessageFraming framing = new MessageFraming();
        int taken = 0;
        while (at[0] < octets.length) {
            framing.fill(into -> {
                int count = Math.min(Math.min(piece, octets.length - at[0]), into.remaining());
                into.put(octets, at[0], count);
                at[0] += count;
                return count;
            });
            int length = framing.messageLength();
            while (length > 0) {
                assertThat(length).isBetween(16, 65_535);
                framing.take(length);
                taken += length;
                length = framing.messageLength();
            }
            if (length == MessageFraming.MALFORMED) {
                break;
            }
        }
        assertThat(taken).isLessThan(octets.length);
    }
}
