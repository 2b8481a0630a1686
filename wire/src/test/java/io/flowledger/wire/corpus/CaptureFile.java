package io.flowledger.wire.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The UDP payloads of a libpcap file with Ethernet frames (draft-ietf-opsawg-pcap), or the whole of any other file as one
 * payload. Enough for tests: no fragments, no extension headers.
 */
public final class CaptureFile {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int FRAME_HEADER_LENGTH = 16;

    private CaptureFile() {}

    public static List<byte[]> datagrams(Path file) {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        if (octets.length >= FILE_HEADER_LENGTH) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
                if (in.order(order).getInt(0) == MAGIC_MICROSECONDS) {
                    return frames(in);
                }
            }
        }
        return List.of(octets);
    }

    private static List<byte[]> frames(ByteBuffer in) {
        List<byte[]> datagrams = new ArrayList<>();
        in.position(FILE_HEADER_LENGTH);
        while (in.remaining() >= FRAME_HEADER_LENGTH) {
            int length = in.getInt(in.position() + 8);
            in.position(in.position() + FRAME_HEADER_LENGTH);
            byte[] frame = new byte[Math.min(length, in.remaining())];
            in.get(frame);
            byte[] payload = udpPayload(ByteBuffer.wrap(frame));
            if (payload != null) {
                datagrams.add(payload);
            }
        }
        return datagrams;
    }

    private static byte @Nullable [] udpPayload(ByteBuffer frame) {
        int at = 12;
        if (frame.limit() < at + 2) {
            return null;
        }
        int type = frame.getShort(at) & 0xffff;
        while (type == 0x8100 && frame.limit() >= at + 6) {
            at += 4;
            type = frame.getShort(at) & 0xffff;
        }
        at += 2;
        int headerLength;
        int protocol;
        if (type == 0x0800 && frame.limit() >= at + 20) {
            headerLength = (frame.get(at) & 0x0f) * 4;
            protocol = frame.get(at + 9);
        } else if (type == 0x86dd && frame.limit() >= at + 40) {
            headerLength = 40;
            protocol = frame.get(at + 6);
        } else {
            return null;
        }
        at += headerLength;
        if (protocol != 17 || frame.limit() < at + 8) {
            return null;
        }
        int length = (frame.getShort(at + 4) & 0xffff) - 8;
        byte[] payload = new byte[Math.max(0, Math.min(length, frame.limit() - at - 8))];
        frame.position(at + 8);
        frame.get(payload);
        return payload;
    }
}
