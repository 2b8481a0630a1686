package io.flowledger.export;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The octets of addresses that PostgreSQL or a document writes. Stateless. */
final class AddressOctets {
    private AddressOctets() {}

    /**
     * The 4 or 16 octets of an address.
     *
     * @param six whether an IPv4-mapped address is to stay one
     * @throws IllegalArgumentException when it is none
     */
    static byte[] of(String literal, boolean six) {
        if (!literal.matches("[0-9a-fA-F:.]+")) {
            // Never a name, which would be looked up.
            throw new IllegalArgumentException("\"" + literal + "\" is no address");
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            byte[] octets = address.getAddress();
            if (address instanceof Inet4Address && six && literal.indexOf(':') >= 0) {
                byte[] mapped = new byte[16];
                Arrays.fill(mapped, 10, 12, (byte) 0xFF);
                System.arraycopy(octets, 0, mapped, 12, 4);
                return mapped;
            }
            return octets;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + literal + "\" is no address", e);
        }
    }
}
