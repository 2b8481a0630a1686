package io.flowledger.flow.plan;

import java.nio.charset.StandardCharsets;

/**
 * A JSON object written member by member into an array, without allocation.
 *
 * <p>The caller has made room: {@link #MEMBER_OCTETS} and the key for a number or an address, {@link JsonText#STRING_FACTOR}
 * octets more for an octet of a string. Not thread safe; re-used from object to object.
 */
public final class JsonObject {
    /** Room for a member that is no string, beside its key, and for an element of an array. */
    public static final int MEMBER_OCTETS = JsonText.SCALAR_OCTETS + 4;

    private byte[] out = {};
    private int at;
    private boolean first;

    /** A key as it is written: made once, with its quotes and colon. */
    public static byte[] key(String name) {
        return ('"' + name + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Begins an object at {@code offset}. */
    void begin(byte[] into, int offset) {
        out = into;
        at = offset;
        out[at++] = '{';
        first = true;
    }

    /**
     * Goes on with an object that was begun by another.
     *
     * @param offset behind what it has
     * @param hasNone whether it has no member
     */
    void resume(byte[] into, int offset, boolean hasNone) {
        out = into;
        at = offset;
        first = hasNone;
    }

    /** True when no member was written. */
    boolean isEmpty() {
        return first;
    }

    /** Ends the object; returns the offset after it. */
    int end() {
        out[at++] = '}';
        return at;
    }

    private void member(byte[] key) {
        if (!first) {
            out[at++] = ',';
        }
        first = false;
        at = JsonText.copy(out, at, key);
    }

    /** An unsigned number. */
    public void number(byte[] key, long value) {
        member(key);
        at = JsonText.unsigned(out, at, value);
    }

    /** An unsigned number, or nothing when it is negative. */
    public void numberIfKnown(byte[] key, long value) {
        if (value >= 0) {
            number(key, value);
        }
    }

    /** null. */
    public void nullValue(byte[] key) {
        member(key);
        at = JsonText.nullValue(out, at);
    }

    /** A number with a fraction of two digits, for values from 0 to 2^31; others give null. */
    public void decimal(byte[] key, float value) {
        member(key);
        if (!(value >= 0 && value < Integer.MAX_VALUE)) {
            at = JsonText.nullValue(out, at);
            return;
        }
        long hundredths = Math.round(value * 100.0);
        at = JsonText.unsigned(out, at, hundredths / 100);
        out[at++] = '.';
        out[at++] = (byte) ('0' + hundredths / 10 % 10);
        out[at++] = (byte) ('0' + hundredths % 10);
    }

    /** A MAC address of 6 octets. */
    public void mac(byte[] key, byte[] in, int offset) {
        member(key);
        at = JsonText.mac(out, at, in, offset);
    }

    /** An address of 4 or 16 octets, or nothing when it has another length. */
    public void address(byte[] key, byte[] in, int offset, int length) {
        if (length == 4) {
            member(key);
            at = JsonText.ipv4(out, at, in, offset);
        } else if (length == 16) {
            member(key);
            at = JsonText.ipv6(out, at, in, offset);
        }
    }

    /** A string of UTF-8, or nothing when it is empty. */
    public void string(byte[] key, byte[] in, int offset, int length) {
        if (length > 0) {
            member(key);
            at = JsonText.string(out, at, in, offset, length);
        }
    }

    /** Begins an array of numbers or pairs. */
    public void beginArray(byte[] key) {
        member(key);
        out[at++] = '[';
        first = true;
    }

    /** An element of the array: an unsigned number. */
    public void element(long value) {
        separate();
        at = JsonText.unsigned(out, at, value);
    }

    /** An element of the array: two unsigned numbers with a colon between them. */
    public void pair(long left, long right) {
        separate();
        out[at++] = '"';
        at = JsonText.unsigned(out, at, left);
        out[at++] = ':';
        at = JsonText.unsigned(out, at, right);
        out[at++] = '"';
    }

    private void separate() {
        if (!first) {
            out[at++] = ',';
        }
        first = false;
    }

    /** Ends the array. */
    public void endArray() {
        out[at++] = ']';
        first = false;
    }
}
