package io.flowledger.journal.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.journal.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeFileTest {
    private static final byte[] IPV4 = Frames.ipv4(17, 1, 0, Frames.udp(Frames.hex("0005 aabbcc")));
    private static final byte[] PCAP = Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101, IPV4, IPV4, IPV4);
    private static final int FRAME = 16 + 33;

    @TempDir
    Path directory;

    @Test
    void aPcapCutAtAnyOctetGivesItsWholePacketsAndSaysThatItIsCut() throws IOException {
        List<String> all = Frames.read(Frames.write(directory, "whole", PCAP));
        assertThat(all).hasSize(3);
        for (int length = 4; length <= PCAP.length; length++) {
            Path file = Frames.write(directory, "cut", Arrays.copyOf(PCAP, length));
            int whole = Math.max(0, length - 24) / FRAME;
            boolean atBoundary = length >= 24 && (length - 24) % FRAME == 0;
            try (CaptureReader reader = CaptureReader.open(file)) {
                assertThat(Frames.read(reader)).isEqualTo(all.subList(0, whole));
                assertThat(reader.whole()).as("cut to %s octets", length).isEqualTo(atBoundary);
                assertThat(reader.octetsRead()).isEqualTo(reader.totalOctets());
            }
        }
    }

    @Test
    void aPacketThatTheSnapLengthCutIsCountedAndTheNextIsRead() throws IOException {
        byte[] file = Frames.join(PCAP, Frames.pcap(ByteOrder.LITTLE_ENDIAN, true, 101));
        byte[] cut = Arrays.copyOf(file, 24 + FRAME - 5 + FRAME);
        System.arraycopy(file, 24, cut, 24 + FRAME - 5, FRAME);
        cut[24 + 8] = 28; // captured 28 of 33
        try (CaptureReader reader = CaptureReader.open(Frames.write(directory, "x", cut))) {
            assertThat(Frames.read(reader)).hasSize(1);
            assertThat(reader.skipped(Skipped.CUT_BY_SNAP_LENGTH)).isEqualTo(1);
        }
    }

    @Test
    void aGzippedCaptureIsReadAndWhereItIsCutIsSaid() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(PCAP);
        }
        List<String> all = Frames.read(Frames.write(directory, "whole", PCAP));
        byte[] gzip = zipped.toByteArray();
        assertThat(Frames.read(Frames.write(directory, "x.gz", gzip))).isEqualTo(all);
        Path cut = Frames.write(directory, "cut.gz", Arrays.copyOf(gzip, gzip.length - 12));
        try (CaptureReader reader = CaptureReader.open(cut)) {
            assertThat(all).startsWith(Frames.read(reader).toArray(String[]::new));
            assertThat(reader.remarks()).singleElement().asString().contains("gzip");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00090000 00000000 5f000000 00000001 00000000, 1593835520000000000",
        "00050000 00000000 5f000000 00000007 00000000 00000000, 1593835520000000007",
        "000a0010 5f000000 00000001 00000000, 1593835520000000000",
        "00000005 00000001 0a000001 00000000 00000001 00000002 00000000, 1700000000000000000",
        "0009, 1700000000000000000",
        "ffffffff, 1700000000000000000",
        "'', 1700000000000000000",
    })
    void aPayloadFileIsOneDatagramWithTheTimeOfItsHeaderOrElseOfTheFile(String content, long time) throws IOException {
        Path file = Frames.write(directory, "x.dat", Frames.hex(content));
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
        assertThat(Frames.read(file))
                .containsExactly("00000000:0 > 00000000:0 " + time + " " + content.replace(" ", ""));
    }

    @Test
    void aPayloadIsKnownByItsVersionWhenItsNameSaysNothing() throws IOException {
        assertThat(Frames.read(
                        Frames.write(directory, "v9", Frames.hex("00090000 00000000 5f000000 00000001 00000000"))))
                .hasSize(1);
        assertThat(Frames.read(Frames.write(directory, "sflow", Frames.hex("00000005 00000001 0a000001"))))
                .hasSize(1);
    }

    @Test
    void aCaptureIsReadFromANamedPipe() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        Tool.run("mkfifo", pipe.toString());
        Path file = Frames.write(directory, "x.pcap", PCAP);
        Process feeding = new ProcessBuilder("cp", file.toString(), pipe.toString()).start();
        assertThat(Frames.read(pipe)).isEqualTo(Frames.read(file));
        assertThat(feeding.waitFor()).isZero();
    }

    @Test
    void whatIsNoCaptureIsRefusedWithFileOffsetAndRemedy() throws IOException {
        Path text = Frames.write(directory, "notes.txt", Frames.hex("48656c6c6f2c20776f726c64"));
        assertThatThrownBy(() -> CaptureReader.open(text))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("notes.txt: at offset 0: no capture begins with the octets 48 65 6c 6c")
                .hasMessageContaining("editcap");
        Path empty = Frames.write(directory, "empty", new byte[0]);
        assertThatThrownBy(() -> CaptureReader.open(empty))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the file is empty");
        try (CaptureReader reader = CaptureReader.openPayload(text)) {
            assertThat(Frames.read(reader)).singleElement().asString().endsWith("48656c6c6f2c20776f726c64");
        }
    }

    @Test
    void aFileThatIsTooLongForADatagramIsRefused() throws IOException {
        Path file = Frames.write(directory, "x.bin", new byte[65_536]);
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertThatThrownBy(() -> reader.next(new CapturedDatagram()))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("65535");
        }
    }

    @Test
    void anIpfixFileGivesAMessageEachAndTheRestOfADamagedOne() throws IOException {
        String first = "000a0014 5f000000 00000001 00000000 aabbccdd";
        String second = "000a0010 5f000001 00000002 00000000";
        String zeros = "0000000000";
        Path whole = Frames.write(directory, "a.ipfix", Frames.hex(first + second));
        String none = "00000000:0 > 00000000:0 ";
        assertThat(Frames.read(whole))
                .containsExactly(
                        none + "1593835520000000000 " + first.replace(" ", ""),
                        none + "1593835521000000000 " + second.replace(" ", ""));
        Path damaged = Frames.write(directory, "b.ipfix", Frames.hex(first + zeros));
        Files.setLastModifiedTime(damaged, FileTime.from(Instant.ofEpochSecond(9)));
        try (CaptureReader reader = CaptureReader.open(damaged)) {
            assertThat(Frames.read(reader))
                    .containsExactly(
                            none + "1593835520000000000 " + first.replace(" ", ""), none + "9000000000 " + zeros);
            assertThat(reader.remarks()).containsExactly("stopped at offset 20: no IPFIX Message begins here");
        }
        Path cut = Frames.write(directory, "c.ipfix", Frames.hex(first.substring(0, first.length() - 2)));
        try (CaptureReader reader = CaptureReader.open(cut)) {
            assertThat(Frames.read(reader)).hasSize(1);
            assertThat(reader.remarks())
                    .containsExactly("stopped at offset 0: the file is cut within a Message of 20 octets");
        }
    }
}
