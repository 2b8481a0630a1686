package io.flowledger.export;

import java.io.ByteArrayOutputStream;

/** Octets one after the other, big-endian. One thread. */
final class OctetBuffer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    OctetBuffer u8(int value) {
        out.write(value);
        return this;
    }

    OctetBuffer u16(int value) {
        return number(value, 2);
    }

    OctetBuffer u32(long value) {
        return number(value, 4);
    }

    /** The low {@code length} octets of a number, 1 to 8. */
    OctetBuffer number(long value, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    OctetBuffer raw(byte[] octets) {
        out.writeBytes(octets);
        return this;
    }

    int size() {
        return out.size();
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    void clear() {
        out.reset();
    }
}
