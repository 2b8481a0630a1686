package io.flowledger.journal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pcapng as other programs write it; blocks are made here octet by octet. */
class PcapngOfOthersTest {
    private static final byte[] RAW = Frames.ipv4(17, 1, 0, Frames.udp(Frames.hex("0005 aabbcc")));
    private static final byte[] ETHERNET = Frames.join(Frames.hex("020000000001 020000000002 0800"), RAW);
    private static final String PREFIX = "0a000001:2055 > 0a000002:9995 ";
    private static final String SUFFIX = " 0005aabbcc";

    @TempDir
    Path directory;

    private static byte[] block(ByteOrder order, int type, byte[] body) {
        int padded = (body.length + 3) / 4 * 4;
        ByteBuffer b = ByteBuffer.allocate(12 + padded).order(order);
        b.putInt(type).putInt(12 + padded).put(body);
        return b.putInt(8 + padded, 12 + padded).array();
    }

    private static byte[] section(ByteOrder order) {
        ByteBuffer body = ByteBuffer.allocate(16).order(order);
        body.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
        return block(order, 0x0A0D0D0A, body.array());
    }

    private static byte[] interfaceOn(ByteOrder order, int linkType, byte[] options) {
        ByteBuffer body = ByteBuffer.allocate(8 + options.length).order(order);
        return block(
                order,
                1,
                body.putShort((short) linkType)
                        .putShort((short) 0)
                        .putInt(0)
                        .put(options)
                        .array());
    }

    private static byte[] option(ByteOrder order, int code, byte[] value) {
        ByteBuffer b = ByteBuffer.allocate(4 + (value.length + 3) / 4 * 4).order(order);
        return b.putShort((short) code)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    private static byte[] enhanced(ByteOrder order, int interfaceId, long time, byte[] frame, byte[] options) {
        int padded = (frame.length + 3) / 4 * 4;
        ByteBuffer body = ByteBuffer.allocate(20 + padded + options.length).order(order);
        body.putInt(interfaceId).putInt((int) (time >>> 32)).putInt((int) time);
        body.putInt(frame.length).putInt(frame.length).put(frame).position(20 + padded);
        return block(order, 6, body.put(options).array());
    }

    private static byte[] u64(ByteOrder order, long value) {
        return ByteBuffer.allocate(8).order(order).putLong(value).array();
    }

    private static byte[] everything(ByteOrder order) {
        byte[] simple = ByteBuffer.allocate(4 + 36)
                .order(order)
                .putInt(RAW.length)
                .put(RAW)
                .array();
        ByteBuffer obsolete = ByteBuffer.allocate(20 + 36).order(order);
        obsolete.putShort((short) 0).putShort((short) 4).putInt(0).putInt(9_000_000);
        obsolete.putInt(RAW.length).putInt(RAW.length).put(RAW);
        return Frames.join(
                section(order),
                interfaceOn(order, 101, new byte[0]),
                interfaceOn(
                        order,
                        1,
                        Frames.join(
                                option(order, 2, "eth0".getBytes(StandardCharsets.US_ASCII)),
                                option(order, 9, new byte[] {9}),
                                option(order, 14, u64(order, 1000)),
                                new byte[4])),
                interfaceOn(order, 101, Frames.join(option(order, 9, new byte[] {(byte) 0x94}), new byte[4])),
                enhanced(order, 0, 1_500_000, RAW, new byte[0]),
                block(order, 0x0BADCAFE, new byte[9]),
                enhanced(order, 1, 2_000_000_003L, ETHERNET, option(order, 4, u64(order, 7))),
                enhanced(order, 2, (3L << 20) + (1 << 19), RAW, new byte[0]),
                block(order, 3, simple),
                block(order, 2, obsolete.array()));
    }

    private static List<String> expected() {
        return List.of(
                PREFIX + "1500000000" + SUFFIX,
                PREFIX + "1002000000003" + SUFFIX,
                PREFIX + "3500000000" + SUFFIX,
                PREFIX + "3500000000" + SUFFIX,
                PREFIX + "9000000000" + SUFFIX);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interfacesHaveTheirOwnLinkTypesAndTimeUnitsInEitherByteOrder(boolean bigEndian) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(Frames.read(Frames.write(directory, "x", everything(order)))).isEqualTo(expected());
    }

    @Test
    void sectionsOfDifferentByteOrderFollowEachOther() throws IOException {
        byte[] both = Frames.join(everything(ByteOrder.BIG_ENDIAN), everything(ByteOrder.LITTLE_ENDIAN));
        assertThat(Frames.read(Frames.write(directory, "x", both))).hasSize(10);
    }

    @Test
    void whatTheCapturingSystemLostIsToldByTheNextDatagram() throws IOException {
        Path file = Frames.write(directory, "x", everything(ByteOrder.LITTLE_ENDIAN));
        CapturedDatagram d = new CapturedDatagram();
        try (CaptureReader reader = CaptureReader.open(file)) {
            for (long dropped : new long[] {0, 7, 0, 0, 4}) {
                assertThat(reader.next(d)).isTrue();
                assertThat(d.dropped()).isEqualTo(dropped);
            }
        }
    }

    @Test
    void aCutAtAnyOctetGivesTheWholePacketsBeforeIt() throws IOException {
        byte[] whole = everything(ByteOrder.LITTLE_ENDIAN);
        int before = 0;
        for (int length = 4; length <= whole.length; length++) {
            Path file = Frames.write(directory, "x", Arrays.copyOf(whole, length));
            try (CaptureReader reader = CaptureReader.open(file)) {
                List<String> read = Frames.read(reader);
                assertThat(read).isEqualTo(expected().subList(0, read.size()));
                assertThat(read.size()).isBetween(before, before + 1);
                before = read.size();
            }
        }
        assertThat(before).isEqualTo(5);
    }

    @Test
    void aBlockWithImpossibleLengthsEndsTheReadingAndIsSaid() throws IOException {
        byte[] damaged = everything(ByteOrder.LITTLE_ENDIAN);
        damaged[28 + 4] = 1;
        try (CaptureReader reader = CaptureReader.open(Frames.write(directory, "x", damaged))) {
            assertThat(Frames.read(reader)).isEmpty();
            assertThat(reader.remarks()).containsExactly("stopped at offset 28: a block that says it is 1 octets long");
        }
    }
}
