package io.flowledger.pipe;

import io.flowledger.flow.batch.AddressText;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Writes a datagram as the line that Grafolean's writer reads: a JSON array of the payload in base64, the receive time in
 * seconds since 1970, and an array of the exporter's address and port.
 */
final class DatagramLine {
    private DatagramLine() {}

    /**
     * The line with its line feed; ASCII.
     *
     * @param receivedAtNanos nanoseconds since 1970; microseconds of it are written
     * @param exporter an IPv4-mapped address is written as IPv4
     */
    static byte[] of(ByteBuffer payload, long receivedAtNanos, InetAddress exporter, int port) {
        ByteBuffer base64 = Base64.getEncoder().encode(payload);
        byte[] rest = String.format(
                        Locale.ROOT,
                        "\", %d.%06d, [\"%s\", %d]]\n",
                        receivedAtNanos / 1_000_000_000L,
                        receivedAtNanos % 1_000_000_000L / 1000,
                        AddressText.of(exporter.getAddress()),
                        port)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[2 + base64.remaining() + rest.length];
        line[0] = '[';
        line[1] = '"';
        int length = base64.remaining();
        base64.get(line, 2, length);
        System.arraycopy(rest, 0, line, 2 + length, rest.length);
        return line;
    }
}
