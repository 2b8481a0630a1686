package io.flowledger.grafolean;

import io.flowledger.flow.batch.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A device that Grafolean knows and wants NetFlow of.
 *
 * @param address of the exporter, as Grafolean has it
 */
record Entity(String entityId, String address) {
    /** What only an address is made of, so that PostgreSQL takes it. */
    private static final Pattern ADDRESS = Pattern.compile(
            "((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)|(?=.*:)[0-9A-Fa-f:]{2,39}");

    /** The address as PostgreSQL's {@code host()} writes it. */
    String canonicalAddress() {
        try {
            return AddressText.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is no address", e);
        }
    }

    /** Whether the text is an address and no name. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }
}
