package io.flowledger.generate;

import io.flowledger.journal.format.InternetChecksum;
import io.flowledger.wire.cursor.Octets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes datagrams into a pcap file with nanoseconds (draft-ietf-opsawg-pcap), as IPv4 packets without a link layer and with
 * right checksums. Exporters are in 198.18.0.0/15 (RFC 2544, appendix C.2.2), by number from .1 on.
 */
public final class PcapSink implements DatagramSink {
    private static final long MAGIC_NANOSECONDS = 0xa1b2_3c4dL;
    private static final int LINKTYPE_RAW = 101;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int SNAPLEN = 262_144;
    private static final int BUFFER_OCTETS = 1 << 20;
    private static final int LARGEST = PACKET_HEADER + 65_535;
    private static final int UDP = 17;
    private static final long FIRST_EXPORTER = 198L << 24 | 18 << 16 | 1;
    private static final long COLLECTOR = 203L << 24 | 113 << 8 | 1; // 203.0.113.1, RFC 5737
    private static final int SOURCE_PORT = 40_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final FileChannel file;
    private final int port;
    private final byte[] buffer = new byte[BUFFER_OCTETS];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER_OCTETS);
    private int filled;

    private PcapSink(FileChannel file, int port) {
        this.file = file;
        this.port = port;
    }

    /**
     * Begins a file, in place of one that is there.
     *
     * @param port that the datagrams are for
     */
    public static PcapSink create(Path path, int port) throws IOException {
        PcapSink sink = new PcapSink(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                port);
        sink.putFileHeader();
        return sink;
    }

    private void putFileHeader() {
        Octets.putU32(buffer, 0, MAGIC_NANOSECONDS);
        Octets.putU16(buffer, 4, 2); // version 2.4
        Octets.putU16(buffer, 6, 4);
        Octets.putU64(buffer, 8, 0);
        Octets.putU32(buffer, 16, SNAPLEN);
        Octets.putU32(buffer, 20, LINKTYPE_RAW);
        filled = FILE_HEADER;
    }

    @Override
    public void send(int exporter, long nanos, byte[] payload, int length) throws IOException {
        if (filled + LARGEST > BUFFER_OCTETS) {
            flush();
        }
        int total = IP_HEADER + UDP_HEADER + length;
        Octets.putU32(buffer, filled, nanos / NANOS_PER_SECOND);
        Octets.putU32(buffer, filled + 4, nanos % NANOS_PER_SECOND);
        Octets.putU32(buffer, filled + 8, total);
        Octets.putU32(buffer, filled + 12, total);
        int ip = filled + PACKET_HEADER;
        putIpHeader(ip, FIRST_EXPORTER + exporter, total);
        System.arraycopy(payload, 0, buffer, ip + IP_HEADER + UDP_HEADER, length);
        putUdpHeader(ip, UDP_HEADER + length);
        filled = ip + total;
    }

    private void putIpHeader(int at, long source, int total) {
        Octets.putU16(buffer, at, 0x4500);
        Octets.putU16(buffer, at + 2, total);
        Octets.putU32(buffer, at + 4, 0); // identification, fragment
        Octets.putU16(buffer, at + 8, 64 << 8 | UDP);
        Octets.putU16(buffer, at + 10, 0);
        Octets.putU32(buffer, at + 12, source);
        Octets.putU32(buffer, at + 16, COLLECTOR);
        Octets.putU16(buffer, at + 10, InternetChecksum.complement(InternetChecksum.add(0, buffer, at, IP_HEADER)));
    }

    private void putUdpHeader(int ip, int length) {
        int at = ip + IP_HEADER;
        Octets.putU16(buffer, at, SOURCE_PORT);
        Octets.putU16(buffer, at + 2, port);
        Octets.putU16(buffer, at + 4, length);
        Octets.putU16(buffer, at + 6, 0);
        long sum = InternetChecksum.add(0, buffer, ip + 12, 8); // both addresses
        sum = InternetChecksum.addNumber(InternetChecksum.addNumber(sum, UDP), length);
        int checksum = InternetChecksum.complement(InternetChecksum.add(sum, buffer, at, length));
        Octets.putU16(buffer, at + 6, checksum == 0 ? 0xffff : checksum);
    }

    private void flush() throws IOException {
        direct.clear();
        direct.put(buffer, 0, filled);
        direct.flip();
        while (direct.hasRemaining()) {
            file.write(direct);
        }
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }
}
