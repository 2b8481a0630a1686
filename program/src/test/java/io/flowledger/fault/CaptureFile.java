package io.flowledger.fault;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes datagrams as a pcap file of raw IPv4 with nanoseconds, apart from the code under test. */
final class CaptureFile {
    /** 2026-01-15 09:59:30 UTC: a capture of a minute runs over the turn of an hour, and so over two partitions. */
    private static final long BEGIN_NANOS = 1_768_471_170_000_000_000L;

    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int RAW_IP = 101;
    private static final int HEADERS = 28;

    private CaptureFile() {}

    /** Writes {@code count} datagrams, {@code stepNanos} apart. */
    static void write(Path file, ExporterTraffic traffic, int count, long stepNanos) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ByteBuffer header = ByteBuffer.allocate(24);
            header.putInt(NANOSECOND_MAGIC).putShort((short) 2).putShort((short) 4);
            header.putLong(0).putInt(65_535).putInt(RAW_IP);
            out.write(header.array());
            for (int i = 0; i < count; i++) {
                ExportDatagram datagram = traffic.next();
                out.write(packet(datagram, BEGIN_NANOS + i * stepNanos));
            }
        }
    }

    private static byte[] packet(ExportDatagram datagram, long nanos) {
        int length = HEADERS + datagram.payload().length;
        ByteBuffer out = ByteBuffer.allocate(16 + length);
        out.putInt((int) (nanos / 1_000_000_000L)).putInt((int) (nanos % 1_000_000_000L));
        out.putInt(length).putInt(length);
        int ip = out.position();
        out.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
        out.put((byte) 64).put((byte) 17).putShort((short) 0);
        out.put(new byte[] {(byte) 192, 0, 2, (byte) datagram.exporter()});
        out.put(new byte[] {(byte) 192, 0, 2, (byte) 250});
        out.putShort(ip + 10, checksum(out, ip));
        out.putShort((short) 40_000).putShort((short) 2055);
        out.putShort((short) (length - 20)).putShort((short) 0);
        out.put(datagram.payload());
        return out.array();
    }

    private static short checksum(ByteBuffer octets, int offset) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += octets.getShort(offset + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
