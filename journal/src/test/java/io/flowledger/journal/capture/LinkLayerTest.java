package io.flowledger.journal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLayerTest {
    private static final byte[] PAYLOAD = Frames.hex("0005 aabbcc");
    private static final byte[] IPV4 = Frames.ipv4(17, 1, 0, Frames.udp(PAYLOAD));
    private static final byte[] IPV6 = Frames.ipv6(17, Frames.udp(PAYLOAD));
    private static final String FROM_IPV4 = "0a000001:2055 > 0a000002:9995 ";
    private static final String FROM_IPV6 =
            "00000000000000000000000000010001:2055 > 00000000000000000000000000010002:9995 ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void pcapIsReadInBothByteOrdersAndBothResolutions(boolean bigEndian, boolean nanos) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Path file = Frames.write(directory, "x", Frames.pcap(order, nanos, 101, IPV4, IPV6));
        String units = nanos ? "000000007" : "000007000";
        assertThat(Frames.read(file))
                .containsExactly(FROM_IPV4 + "1" + units + " 0005aabbcc", FROM_IPV6 + "2" + units + " 0005aabbcc");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000001 020000000002 0800, Ethernet",
        "1, 020000000001 020000000002 8100 0064 0800, VLAN",
        "1, 020000000001 020000000002 88a8 0064 8100 0065 0800, QinQ",
        "113, 0000 0001 0006 0200000000010000 0800, Linux cooked",
        "113, 0000 0001 0006 0200000000010000 8100 0064 0800, Linux cooked with VLAN",
        "276, 0800 0000 00000001 0001 00 06 0200000000010000, Linux cooked version 2",
        "0, 02000000, BSD loopback",
        "108, 00000002, OpenBSD loopback",
        "101, '', raw IP",
        "12, '', raw IP by its old number",
        "228, '', raw IPv4",
    })
    void eachLinkTypeLeadsToTheUdpPayload(int linkType, String header, String name) throws IOException {
        byte[] frame = Frames.join(Frames.hex(header), IPV4);
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, linkType, frame));
        assertThat(Frames.read(file)).as(name).containsExactly(FROM_IPV4 + "1000000007 0005aabbcc");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 020000000001 020000000002 86dd",
        "1, 020000000001 020000000002 8100 0064 86dd",
        "0, 1e000000",
        "0, 18000000",
        "229, ''",
    })
    void eachLinkTypeCarriesIpv6Too(int linkType, String header) throws IOException {
        byte[] frame = Frames.join(Frames.hex(header), IPV6);
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, linkType, frame));
        assertThat(Frames.read(file)).containsExactly(FROM_IPV6 + "1000000007 0005aabbcc");
    }

    @Test
    void thePaddingOfAShortEthernetFrameIsNoPayload() throws IOException {
        byte[] frame = Frames.join(Frames.hex("020000000001 020000000002 0800"), IPV4, new byte[13]);
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 1, frame));
        assertThat(Frames.read(file)).containsExactly(FROM_IPV4 + "1000000007 0005aabbcc");
    }

    @Test
    void ipv6ExtensionHeadersArePassedOver() throws IOException {
        byte[] udp = Frames.udp(PAYLOAD);
        byte[] packet = Frames.ipv6(
                0,
                Frames.join(
                        Frames.hex("3c00 010400000000"), // hop-by-hop, then
                        Frames.hex("2b01 010400000000 0000000000000000"), // destination of 16 octets, then
                        Frames.hex("3300 000000000000"), // routing, then
                        Frames.hex("2c04 0000 00000001 00000002 000000000000000000000000"), // authentication, 24, then
                        Frames.hex("1100 0000 00000009"), // atomic fragment, then
                        udp));
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101, packet));
        assertThat(Frames.read(file)).containsExactly(FROM_IPV6 + "1000000007 0005aabbcc");
    }

    @Test
    void whatIsNoUdpIsCountedByItsReason() throws IOException {
        byte[] arp = Frames.hex("020000000001 020000000002 0806 0001080006040001");
        byte[] ethernet = Frames.hex("020000000001 020000000002 0800");
        byte[] tcp = Frames.join(ethernet, Frames.ipv4(6, 1, 0, new byte[20]));
        byte[] shortUdp = Frames.join(ethernet, Frames.ipv4(17, 1, 0, new byte[7]));
        byte[] lyingUdp = Frames.join(ethernet, Frames.ipv4(17, 1, 0, Frames.hex("0807270b 00ff0000")));
        byte[] cutIp = Frames.join(ethernet, Frames.hex("4500"));
        byte[] good = Frames.join(ethernet, IPV4);
        Path file = Frames.write(
                directory,
                "x",
                Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 1, arp, tcp, shortUdp, lyingUdp, cutIp, new byte[0], good));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(Frames.read(reader)).containsExactly(FROM_IPV4 + "7000000007 0005aabbcc");
            assertThat(reader.skipped(Skipped.NOT_IP)).isEqualTo(1);
            assertThat(reader.skipped(Skipped.NOT_UDP)).isEqualTo(1);
            assertThat(reader.skipped(Skipped.HEADER_INVALID)).isEqualTo(4);
            assertThat(reader.remarks())
                    .containsExactly(
                            "1 packet not IPv4 or IPv6",
                            "1 packet not UDP",
                            "4 packets with an invalid IP or UDP header");
            assertThat(reader.whole()).isTrue();
        }
    }

    @Test
    void fragmentsGiveTheirDatagramWhicheverComesFirst() throws IOException {
        byte[] payload = new byte[50];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        byte[] udp = Frames.udp(payload);
        byte[] first = Frames.ipv4(17, 7, 0x2000, Arrays.copyOfRange(udp, 0, 24));
        byte[] middle = Frames.ipv4(17, 7, 0x2003, Arrays.copyOfRange(udp, 24, 48));
        byte[] last = Frames.ipv4(17, 7, 0x0006, Arrays.copyOfRange(udp, 48, 58));
        byte[] lonely = Frames.ipv4(17, 8, 0x2000, Arrays.copyOfRange(udp, 0, 24));
        String hex = HexFormat.of().formatHex(payload);
        for (List<byte[]> order : List.of(List.of(first, middle, last), List.of(last, first, middle))) {
            Path file = Frames.write(
                    directory,
                    "x",
                    Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101, lonely, order.get(0), order.get(1), order.get(2)));
            try (CaptureReader reader = CaptureReader.open(file)) {
                assertThat(Frames.read(reader)).containsExactly(FROM_IPV4 + "4000000007 " + hex);
                assertThat(reader.skipped(Skipped.FRAGMENT_INCOMPLETE)).isEqualTo(1);
            }
        }
    }

    @Test
    void ipv6FragmentsGiveTheirDatagram() throws IOException {
        byte[] udp = Frames.udp(PAYLOAD);
        byte[] first = Frames.ipv6(44, Frames.join(Frames.hex("1100 0001 00000009"), Arrays.copyOf(udp, 8)));
        byte[] last = Frames.ipv6(44, Frames.join(Frames.hex("1100 0008 00000009"), PAYLOAD));
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101, first, last));
        assertThat(Frames.read(file)).containsExactly(FROM_IPV6 + "2000000007 0005aabbcc");
    }

    @Test
    void aHundredThousandLonelyFragmentsTakeBoundedMemoryAndAreCounted() throws IOException {
        byte[][] frames = new byte[100_000][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = Frames.ipv4(17, i, 0x2000 | (i % 8000), new byte[8]);
        }
        Path file = Frames.write(directory, "x", Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101, frames));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThat(Frames.read(reader)).isEmpty();
            assertThat(reader.skipped(Skipped.FRAGMENT_INCOMPLETE)).isEqualTo(100_000);
        }
    }
}
