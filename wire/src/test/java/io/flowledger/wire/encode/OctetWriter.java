package io.flowledger.wire.encode;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Octets one after the other, big-endian: a Data Record, or anything else. */
public final class OctetWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Nothing yet. */
    public static OctetWriter octets() {
        return new OctetWriter();
    }

    /** The low {@code length} octets of a number, 1..8. */
    public OctetWriter number(long value, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift) & 0xFF);
        }
        return this;
    }

    /** One octet. */
    public OctetWriter u8(int value) {
        return number(value, 1);
    }

    /** Two octets. */
    public OctetWriter u16(int value) {
        return number(value, 2);
    }

    /** Four octets. */
    public OctetWriter u32(long value) {
        return number(value, 4);
    }

    /** Eight octets. */
    public OctetWriter u64(long value) {
        return number(value, 8);
    }

    /** An IPv4 (4 octets) or IPv6 (16 octets) address, written as a literal. */
    public OctetWriter address(String literal) {
        try {
            return raw(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + literal, e);
        }
    }

    /** The octets as they are. */
    public OctetWriter raw(byte[] octets) {
        out.write(octets, 0, octets.length);
        return this;
    }

    /** Octets in hexadecimal; blanks, colons and line ends aside. */
    public OctetWriter hex(String hex) {
        return raw(HexFormat.of().parseHex(hex.replaceAll("[\\s:]", "")));
    }

    /** A string in UTF-8 in {@code length} octets, cut or filled with zeros. */
    public OctetWriter string(String text, int length) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < length; i++) {
            out.write(i < utf8.length ? utf8[i] : 0);
        }
        return this;
    }

    /** A variable-length value in the shortest form (RFC 7011 section 7). */
    public OctetWriter variable(byte[] value) {
        if (value.length < 255) {
            return u8(value.length).raw(value);
        }
        return variableLong(value);
    }

    /** A variable-length string in UTF-8. */
    public OctetWriter variable(String text) {
        return variable(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A variable-length value with the length in three octets, however short it is. */
    public OctetWriter variableLong(byte[] value) {
        return u8(255).u16(value.length).raw(value);
    }

    /** Zero octets. */
    public OctetWriter zeros(int count) {
        return raw(new byte[count]);
    }

    /** How many octets there are. */
    public int size() {
        return out.size();
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
