package io.flowledger.flow.batch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The address of an exporter, 4 or 16 octets in network order; an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is
 * held as IPv4. Immutable.
 */
public final class ExporterAddress implements Comparable<ExporterAddress> {
    /** 0.0.0.0: no exporter. */
    public static final ExporterAddress UNSPECIFIED = new ExporterAddress(new byte[4]);

    private static final int MAPPED_PREFIX_OCTETS = 12;

    private final byte[] octets;
    private final int hash;

    private ExporterAddress(byte[] octets) {
        this.octets = octets;
        this.hash = Arrays.hashCode(octets);
    }

    /** The address in {@code length} octets (4 or 16) of {@code buffer} from {@code offset}. */
    public static ExporterAddress of(byte[] buffer, int offset, int length) {
        if (length != 4 && length != 16) {
            throw new IllegalArgumentException("an address has 4 or 16 octets, not " + length);
        }
        return isMapped(buffer, offset, length)
                ? new ExporterAddress(Arrays.copyOfRange(buffer, offset + MAPPED_PREFIX_OCTETS, offset + length))
                : new ExporterAddress(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    /** The address of {@code address}. */
    public static ExporterAddress of(InetAddress address) {
        byte[] octets = address.getAddress();
        return of(octets, 0, octets.length);
    }

    /** Octets of the address: 4 or 16. */
    public int length() {
        return octets.length;
    }

    /** Copies the address to {@code target} from {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
    }

    /** True when this is the address in {@code buffer}, without making an object of that. */
    public boolean matches(byte[] buffer, int offset, int length) {
        int skipped = isMapped(buffer, offset, length) ? MAPPED_PREFIX_OCTETS : 0;
        return Arrays.equals(octets, 0, octets.length, buffer, offset + skipped, offset + length);
    }

    /** The address as the JDK has it. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets.length + " octets", e);
        }
    }

    /** True for 16 octets that are an IPv4-mapped IPv6 address. */
    public static boolean isMapped(byte[] buffer, int offset, int length) {
        if (length != 16 || buffer[offset + 10] != -1 || buffer[offset + 11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (buffer[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(ExporterAddress other) {
        int byLength = Integer.compare(octets.length, other.octets.length);
        return byLength != 0 ? byLength : Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExporterAddress address && Arrays.equals(octets, address.octets);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The address in the usual text form. */
    @Override
    public String toString() {
        return AddressText.of(octets);
    }
}
