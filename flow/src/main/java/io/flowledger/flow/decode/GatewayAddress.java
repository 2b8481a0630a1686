package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;

/**
 * Tells addresses that stand for all who come through a bridge of containers: Docker's (the first address of a network within
 * 172.16.0.0/12), Docker Desktop's (192.168.65.0/24) and Podman's (10.88.0.1).
 */
public final class GatewayAddress {
    private GatewayAddress() {}

    /** Whether {@code address} looks like that of a gateway. */
    public static boolean isLikely(ExporterAddress address) {
        byte[] octets = new byte[address.length()];
        address.copyTo(octets, 0);
        return isLikely(octets, 0, octets.length);
    }

    /** Whether the address in {@code length} octets of {@code buffer} from {@code offset} looks like that of a gateway. */
    static boolean isLikely(byte[] buffer, int offset, int length) {
        if (length != 4) {
            return false;
        }
        int first = buffer[offset] & 0xFF;
        int second = buffer[offset + 1] & 0xFF;
        int rest = ((buffer[offset + 2] & 0xFF) << 8) | (buffer[offset + 3] & 0xFF);
        return switch (first) {
            case 172 -> second >= 16 && second < 32 && rest == 1;
            case 192 -> second == 168 && rest >>> 8 == 65;
            case 10 -> second == 88 && rest == 1;
            default -> false;
        };
    }
}
