package io.flowledger.journal.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Makes capture files and what is in them, octet by octet and apart from the code under test. */
final class Frames {
    private static final HexFormat HEX = HexFormat.of();

    /** One datagram as text: exporter:port > listener:port time payload. */
    static List<String> read(CaptureReader reader) throws IOException {
        List<String> all = new ArrayList<>();
        CapturedDatagram d = new CapturedDatagram();
        while (reader.next(d)) {
            byte[] payload = Arrays.copyOfRange(d.buffer(), d.payloadOffset(), d.payloadOffset() + d.payloadLength());
            all.add(HEX.formatHex(d.exporterAddress()) + ":" + d.exporterPort() + " > "
                    + HEX.formatHex(d.listenerAddress()) + ":" + d.listenerPort() + " " + d.receivedAtNanos() + " "
                    + HEX.formatHex(payload));
        }
        return all;
    }

    static List<String> read(Path file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            return read(reader);
        }
    }

    /** A classic pcap file; frame i is received at i + 1 seconds and 7 units. */
    static byte[] pcap(ByteOrder order, boolean nanos, int linkType, byte[]... frames) {
        int length = 24;
        for (byte[] frame : frames) {
            length += 16 + frame.length;
        }
        ByteBuffer b = ByteBuffer.allocate(length).order(order);
        b.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        b.putInt(0).putInt(0).putInt(65535).putInt(linkType);
        int second = 0;
        for (byte[] frame : frames) {
            b.putInt(++second)
                    .putInt(7)
                    .putInt(frame.length)
                    .putInt(frame.length)
                    .put(frame);
        }
        return b.array();
    }

    static Path write(Path directory, String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    /** UDP from port 2055 to port 9995, checksum left out. */
    static byte[] udp(byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putShort((short) 2055)
                .putShort((short) 9995)
                .putShort((short) (8 + payload.length))
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    /** IPv4 from 10.0.0.1 to 10.0.0.2; {@code fragment} is the flags and offset field. */
    static byte[] ipv4(int protocol, int identification, int fragment, byte[] payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putShort((short) identification)
                .putShort((short) fragment)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(new byte[] {10, 0, 0, 1, 10, 0, 0, 2})
                .put(payload)
                .array();
    }

    /** IPv6 from ::1:1 to ::1:2. */
    static byte[] ipv6(int nextHeader, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate(40 + payload.length);
        b.putInt(0x60000000)
                .putShort((short) payload.length)
                .put((byte) nextHeader)
                .put((byte) 64);
        b.putLong(0).putInt(0).putInt(0x00010001).putLong(0).putInt(0).putInt(0x00010002);
        return b.put(payload).array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] hex(String text) {
        return HEX.parseHex(text.replace(" ", ""));
    }

    private Frames() {}
}
