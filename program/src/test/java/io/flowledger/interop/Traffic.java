package io.flowledger.interop;

import io.flowledger.wire.encode.PacketEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small capture of TCP, UDP and ICMP over IPv4 and IPv6 for exporters to observe: the same octets each time. */
final class Traffic {
    /** Flows over IPv4; half as many over IPv6. */
    static final int IPV4_FLOWS = 300;

    static final int CONVERSATIONS = 40;

    private static final int ETHERNET = 1;
    private static final String DESTINATION_MAC = "020000000001";
    private static final String SOURCE_MAC = "020000000002";
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int FIN_ACK = 0x11;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long startMicros;
    private int packets;

    private Traffic(long startMicros) {
        this.startMicros = startMicros;
    }

    /** Writes the capture; its first packet is of {@code startSeconds} after 1970. */
    static void write(Path file, long startSeconds) throws IOException {
        Traffic traffic = new Traffic(startSeconds * 1_000_000);
        traffic.header();
        for (int flow = 0; flow < IPV4_FLOWS; flow++) {
            for (int packet = 0; packet <= flow % 4; packet++) {
                traffic.frame(ipv4(flow, packet));
            }
            if (flow % 2 == 0) {
                traffic.frame(ipv6(flow));
                traffic.frame(ipv6(flow));
            }
        }
        Files.write(file, traffic.out.toByteArray());
    }

    /** Writes {@value #CONVERSATIONS} connections, each of three packets of 140 octets forth and two of 90 octets back. */
    static void writeConversations(Path file, long startSeconds) throws IOException {
        Traffic traffic = new Traffic(startSeconds * 1_000_000);
        traffic.header();
        for (int i = 0; i < CONVERSATIONS; i++) {
            for (int packet = 0; packet < 5; packet++) {
                traffic.frame(
                        packet % 2 == 0
                                ? tcp("10.3.0.1", "10.3.0.2", 21_000 + i, 443, 100)
                                : tcp("10.3.0.2", "10.3.0.1", 443, 21_000 + i, 50));
            }
        }
        Files.write(file, traffic.out.toByteArray());
    }

    private static byte[] tcp(String source, String destination, int sourcePort, int destinationPort, int payload) {
        return PacketEncoder.packet()
                .ethernet(DESTINATION_MAC, SOURCE_MAC, IPV4)
                .ipv4(source, destination, 6, 0)
                .tcp(sourcePort, destinationPort, 0x10)
                .payload(payload)
                .encode();
    }

    private static byte[] ipv4(int flow, int packet) {
        PacketEncoder frame = PacketEncoder.packet().ethernet(DESTINATION_MAC, SOURCE_MAC, IPV4);
        String source = "10.1." + flow / 200 + "." + (1 + flow % 200);
        String destination = "10.2.0." + (1 + flow % 50);
        return switch (flow % 3) {
            case 0 ->
                frame.ipv4(source, destination, 6, 0)
                        .tcp(20_000 + flow, 443, packet == flow % 4 ? FIN_ACK : 0x10)
                        .payload(100 + flow)
                        .encode();
            case 1 ->
                frame.ipv4(source, destination, 17, 0x28)
                        .udp(30_000 + flow, 53)
                        .payload(40 + flow)
                        .encode();
            default ->
                frame.ipv4(source, destination, 1, 0).icmp(8, 0).payload(56).encode();
        };
    }

    private static byte[] ipv6(int flow) {
        PacketEncoder frame = PacketEncoder.packet().ethernet(DESTINATION_MAC, SOURCE_MAC, IPV6);
        String source = "2001:db8:1::" + Integer.toHexString(flow + 1);
        String destination = "2001:db8:2::" + Integer.toHexString(1 + flow % 7);
        return flow % 4 == 0
                ? frame.ipv6(source, destination, 17, 0, 7)
                        .udp(40_000 + flow, 123)
                        .payload(48)
                        .encode()
                : frame.ipv6(source, destination, 58, 0, 0)
                        .icmp(128, 0)
                        .payload(64)
                        .encode();
    }

    private void header() {
        out.writeBytes(little(24)
                .putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(ETHERNET)
                .array());
    }

    /** Packets are a millisecond apart. */
    private void frame(byte[] octets) {
        long micros = startMicros + packets++ * 1000L;
        out.writeBytes(little(16)
                .putInt((int) (micros / 1_000_000))
                .putInt((int) (micros % 1_000_000))
                .putInt(octets.length)
                .putInt(octets.length)
                .array());
        out.writeBytes(octets);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
