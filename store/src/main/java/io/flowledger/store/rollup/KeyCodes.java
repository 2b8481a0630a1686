package io.flowledger.store.rollup;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Codes for the values of keys, equal when the values are: a number that is small is its own code and need not be looked up, and
 * what else there is has a number in {@link ValueIds}. The network of an address is made once.
 *
 * <p>Not thread safe.
 */
final class KeyCodes {
    /** The code of NULL. */
    static final int NULL = -1;

    /** In a code: the rest is a number of {@link ValueIds}. Numbers below it are their own codes. */
    static final int VALUE = 1 << 30;

    private static final int UNKNOWN = -2;

    private final ValueIds values = new ValueIds();
    private final Network network = new Network();
    private int[] networks = new int[0];

    /** Forgets all values; the room stays. */
    void clear() {
        values.clear();
        Arrays.fill(networks, UNKNOWN);
    }

    /** The code of a cell whatever its type. */
    int ofCell(byte[] from, int offset, int length) {
        return VALUE | values.idOf(from, offset, length);
    }

    /** The code of the network of an address, which is given by its code. */
    int ofNetwork(int address) {
        if (address == NULL) {
            return NULL;
        }
        int id = address & ~VALUE;
        if (id >= networks.length) {
            int known = networks.length;
            networks = Arrays.copyOf(networks, Math.max(1 << 10, id * 2));
            Arrays.fill(networks, known, networks.length, UNKNOWN);
        }
        if (networks[id] == UNKNOWN) {
            network.set(values.octets(), values.start(id), values.length(id));
            networks[id] = ofCell(network.octets(), 0, network.length());
        }
        return networks[id];
    }

    /** The hash of the network of an address, which is given by its cell. */
    int networkHash(byte[] from, int offset, int length) {
        network.set(from, offset, length);
        return ValueIds.hash(network.octets(), 0, network.length());
    }

    /**
     * The cell that a code stands for; null for NULL.
     *
     * @param numberOctets of a cell whose number is its code
     */
    byte @Nullable [] cell(int code, int numberOctets) {
        if (code == NULL) {
            return null;
        }
        if ((code & VALUE) != 0) {
            return values.value(code & ~VALUE);
        }
        byte[] cell = new byte[numberOctets];
        int rest = code;
        for (int i = numberOctets - 1; rest != 0; i--) {
            cell[i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
        return cell;
    }
}
