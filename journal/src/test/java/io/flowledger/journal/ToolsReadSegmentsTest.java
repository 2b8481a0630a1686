package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's programs read what the journal writes. */
class ToolsReadSegmentsTest {
    private static final JournalSettings SETTINGS =
            JournalSettings.standard().withReserveOctets(0).withSync(SyncPolicy.none());
    private static final String IPV6_EXPORTER = "20010db8000000000000000000000001";
    private static final String IPV6_LISTENER = "20010db8000000000000000000000002";
    private static final int LONGEST_UDP = 65_507;

    @TempDir
    Path directory;

    private Path segment() {
        return SegmentName.path(directory, 0);
    }

    /** IPv4 and IPv6, each with payloads of 0 to 9 octets and some long ones. */
    private List<Datagram> write() throws IOException {
        List<Datagram> given = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>(List.of(1399, 1400, 1401, 9000, LONGEST_UDP - 1, LONGEST_UDP));
        for (int length = 0; length < 10; length++) {
            lengths.add(length);
        }
        for (int length : lengths) {
            Datagram ipv4 = Datagram.numbered(length, length);
            given.add(ipv4);
            given.add(new Datagram(
                    ipv4.receivedAtNanos(), IPV6_EXPORTER, 50000, IPV6_LISTENER, 4739, ipv4.payload(), 0, 0, null));
        }
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            given.forEach(datagram -> assertThat(datagram.appendTo(writer)).isPositive());
        }
        return given;
    }

    @Test
    void tsharkFindsEveryIpAndUdpChecksumRight() throws IOException, InterruptedException {
        List<Datagram> given = write();
        List<String> lines = Tool.run(
                "tshark",
                "-r",
                segment().toString(),
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-d",
                "udp.port==2055,data",
                "-d",
                "udp.port==4739,data",
                "-T",
                "fields",
                "-e",
                "ip.checksum.status",
                "-e",
                "udp.checksum.status",
                "-e",
                "udp.length");
        assertThat(lines).hasSameSizeAs(given);
        for (int i = 0; i < given.size(); i++) {
            boolean ipv4 = given.get(i).exporter().length() == 8;
            int udpLength = 8 + given.get(i).payload().length() / 2;
            assertThat(lines.get(i)).isEqualTo((ipv4 ? "1" : "") + "\t1\t" + udpLength);
        }
    }

    @Test
    void tsharkSeesTimesAddressesPortsAndPayloads() throws IOException, InterruptedException {
        List<Datagram> given = write();
        List<String> lines = Tool.run(
                "tshark",
                "-r",
                segment().toString(),
                "-d",
                "udp.port==2055,data",
                "-d",
                "udp.port==4739,data",
                "-T",
                "fields",
                "-e",
                "frame.time_epoch",
                "-e",
                "udp.srcport",
                "-e",
                "udp.dstport",
                "-e",
                "data.data");
        for (int i = 0; i < given.size(); i++) {
            Datagram d = given.get(i);
            String time = String.valueOf(d.receivedAtNanos());
            String epoch = time.substring(0, time.length() - 9) + "." + time.substring(time.length() - 9);
            assertThat(lines.get(i))
                    .isEqualTo(epoch + "\t" + d.exporterPort() + "\t" + d.listenerPort() + "\t" + d.payload());
        }
    }

    @Test
    void tsharkShowsWhatWasRefusedAndNoted() throws IOException, InterruptedException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            Datagram plain = Datagram.numbered(1, 10);
            plain.appendTo(writer);
            writer.kernelDropped(17);
            new Datagram(2, plain.exporter(), 1, plain.listener(), 2, "ff", 0, 0, "over TCP").appendTo(writer);
        }
        List<String> lines = Tool.run(
                "tshark", "-r", segment().toString(), "-T", "fields", "-e", "frame.comment", "-e", "frame.drop_count");
        assertThat(lines).containsExactly("\t0", "note=over TCP\t17");
    }

    @Test
    void capinfosAndTcpdumpReadTheSegment() throws IOException, InterruptedException {
        List<Datagram> given = write();
        String packets = String.valueOf(given.size());
        assertThat(Tool.run("capinfos", "-M", "-c", "-E", segment().toString()))
                .anyMatch(line -> line.startsWith("Number of packets") && line.endsWith(" " + packets))
                .anyMatch(line -> line.startsWith("File encapsulation") && line.endsWith(" rawip"));
        assertThat(Tool.run("tcpdump", "-n", "-v", "-r", segment().toString()))
                .filteredOn(line -> line.matches("\\d\\d:.*"))
                .hasSameSizeAs(given)
                .noneMatch(line -> line.contains("bad"));
    }

    @Test
    void messagesLongerThanUdpAllowsAreStillPacketsForTsharkAndWholeForUs() throws IOException, InterruptedException {
        List<Datagram> given = new ArrayList<>();
        for (int length : List.of(65_508, 65_527, 65_528, 65_535)) {
            Datagram ipv4 = Datagram.numbered(length, length);
            given.add(ipv4);
            given.add(new Datagram(5, IPV6_EXPORTER, 1, IPV6_LISTENER, 2, ipv4.payload(), 0, 0, null));
        }
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            given.forEach(datagram -> assertThat(datagram.appendTo(writer)).isPositive());
        }
        try (JournalReader reader = JournalReader.open(directory)) {
            assertThat(Datagram.allOf(reader)).isEqualTo(given);
        }
        try (CaptureReader capture = CaptureReader.open(segment())) {
            CapturedDatagram d = new CapturedDatagram();
            for (Datagram expected : given) {
                assertThat(capture.next(d)).isTrue();
                assertThat(d.payloadLength()).isEqualTo(expected.payload().length() / 2);
            }
        }
        // only IPv6 payloads above 65,527 octets need the preference; it is off as tshark comes
        assertThat(Tool.run(
                        "tshark",
                        "-o",
                        "ipv6.tso_support:TRUE",
                        "-r",
                        segment().toString(),
                        "-T",
                        "fields",
                        "-e",
                        "ip.src",
                        "-e",
                        "ipv6.src",
                        "-e",
                        "udp.srcport"))
                .hasSize(given.size())
                .allMatch(line -> line.endsWith("\t2055") || line.endsWith("\t1"));
    }

    @Test
    void whatEditcapMakesOfASegmentIsReadAsTheSameDatagrams() throws IOException, InterruptedException {
        List<Datagram> given = write();
        for (String format : List.of("pcap", "nsecpcap", "pcapng")) {
            Path converted = directory.resolve("converted." + format);
            Tool.run("editcap", "-F", format, segment().toString(), converted.toString());
            try (CaptureReader capture = CaptureReader.open(converted)) {
                CapturedDatagram d = new CapturedDatagram();
                for (Datagram expected : given) {
                    assertThat(capture.next(d)).isTrue();
                    long unit = format.equals("pcap") ? 1000 : 1;
                    assertThat(d.receivedAtNanos()).isEqualTo(expected.receivedAtNanos() / unit * unit);
                    assertThat(d.payloadLength()).isEqualTo(expected.payload().length() / 2);
                    assertThat(d.exporterPort()).isEqualTo(expected.exporterPort());
                    assertThat(d.exporterAddress()).hasSize(expected.exporter().length() / 2);
                }
                assertThat(capture.next(d)).isFalse();
                assertThat(capture.remarks()).isEmpty();
            }
        }
    }

    @Test
    void aCompressedSegmentIsReadByTsharkByZstdAndByOurselves() throws IOException, InterruptedException {
        int count = 2_000;
        byte[] original;
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS.withSegmentOctets(1 << 20), 0)) {
            for (int i = 0; i < count; i++) {
                Datagram.numbered(i, 1000).appendTo(writer);
            }
            writer.flush();
            original = Files.readAllBytes(segment());
            writer.deleteBefore(writer.endPosition(), Long.MIN_VALUE);
            assertThat(writer.compressor().compressNext(() -> true)).isTrue();
        }
        assertThat(segment()).doesNotExist();
        String compressed = SegmentName.compressed(directory, 0).toString();
        Path unpacked = directory.resolve("unpacked");
        Tool.run("zstd", "-q", "-d", compressed, "-o", unpacked.toString());
        assertThat(unpacked).hasBinaryContent(original);
        int packets = 0;
        try (CaptureReader capture = CaptureReader.open(SegmentName.compressed(directory, 0))) {
            CapturedDatagram d = new CapturedDatagram();
            while (capture.next(d)) {
                packets++;
            }
            assertThat(capture.remarks()).isEmpty();
        }
        assertThat(packets).isBetween(count / 3, count - 1);
        assertThat(Tool.run("tshark", "-r", compressed, "-T", "fields", "-e", "frame.number"))
                .hasSize(packets);
        assertThat(Tool.run("sh", "-c", "zstdcat " + compressed + " | tshark -r - -T fields -e frame.number"))
                .hasSize(packets);
    }
}
