package io.flowledger.journal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is read to its end or to where it is damaged, in steps bounded by its length; run as wire's MessageFuzzTest. */
final class CaptureFuzzTest {
    private static final int PCAP_MAGIC = 0xa1b2c3d4;
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    /** An IPv4 datagram to port 2055 with four octets. */
    private static ByteBuffer packet(ByteBuffer into) {
        return into.put(new byte[] {0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2})
                .put(new byte[] {0x10, 0, 8, 7, 0, 12, 0, 0, 0, 5, 0, 0});
    }

    static List<byte[]> pcap() {
        ByteBuffer b = ByteBuffer.allocate(24 + 16 + 32).order(ByteOrder.BIG_ENDIAN);
        b.putInt(PCAP_MAGIC)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(101);
        b.putInt(1_700_000_000).putInt(1).putInt(32).putInt(32);
        return List.of(packet(b).array());
    }

    static List<byte[]> pcapng() {
        ByteBuffer b = ByteBuffer.allocate(28 + 20 + 64).order(ByteOrder.BIG_ENDIAN);
        b.putInt(SECTION_HEADER)
                .putInt(28)
                .putInt(BYTE_ORDER_MAGIC)
                .putInt(1 << 16)
                .putLong(-1)
                .putInt(28);
        b.putInt(1).putInt(20).putInt(101 << 16).putInt(0).putInt(20);
        b.putInt(6)
                .putInt(64)
                .putInt(0)
                .putInt(0x0006_0000)
                .putInt(0)
                .putInt(32)
                .putInt(32);
        packet(b).putInt(64);
        return List.of(b.array());
    }

    static List<byte[]> ipfix() {
        return List.of(ByteBuffer.allocate(40)
                .put(new byte[] {0, 10, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 4})
                .put(new byte[] {0, 10, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                .array());
    }

    @MethodSource("pcap")
    @FuzzTest(maxDuration = "10m")
    void pcap(byte[] octets) throws IOException {
        assertRead(octets, 0xa1, 0xb2, 0xc3, 0xd4);
    }

    @MethodSource("pcapng")
    @FuzzTest(maxDuration = "10m")
    void pcapng(byte[] octets) throws IOException {
        assertRead(octets, 0x0a, 0x0d, 0x0d, 0x0a);
    }

    @MethodSource("ipfix")
    @FuzzTest(maxDuration = "10m")
    void ipfixFile(byte[] octets) throws IOException {
        assertRead(octets, 0, 10);
    }

    private static void assertRead(byte[] octets, int... head) throws IOException {
        byte[] b = octets.clone();
        if (b.length < 4) {
            return;
        }
        for (int i = 0; i < head.length; i++) {
            b[i] = (byte) head[i];
        }
        Files.write(SCRATCH, b);
        CapturedDatagram datagram = new CapturedDatagram();
        int datagrams = 0;
        try (CaptureReader reader = CaptureReader.open(SCRATCH)) {
            while (reader.next(datagram)) {
                datagrams++;
            }
            assertThat(reader.octetsRead()).isLessThanOrEqualTo(b.length);
            assertThat(reader.remarks()).isNotNull();
        }
        assertThat(datagrams).isLessThanOrEqualTo(b.length);
    }

    private static final Path SCRATCH = scratch();

    private static Path scratch() {
        try {
            Path file = Files.createTempFile("capture", ".fuzz");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
