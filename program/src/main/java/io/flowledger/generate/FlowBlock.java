package io.flowledger.generate;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The flows of one datagram, a column for each {@link FlowValue}, so that an encoder writes value by value instead of flow by
 * flow. Reused. One thread.
 */
final class FlowBlock {
    /** Flows at the most: more than the smallest of our forms puts into the largest datagram. */
    static final int CAPACITY = 2048;

    /** What {@link FlowValue#APPLICATION} is about. */
    static final byte[][] TEXTS = List.of(
                    "https",
                    "http",
                    "dns",
                    "ssh",
                    "quic",
                    "ntp",
                    "smtp",
                    "imaps",
                    "bittorrent",
                    "video-conference",
                    "rdp",
                    "icmp")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final long[][] columns = new long[FlowValue.COUNT][CAPACITY];

    /** The values, by flow. */
    @SuppressWarnings("EnumOrdinal") // the quickest map there is, and nobody outside sees the number
    long[] column(FlowValue value) {
        return columns[value.ordinal()];
    }

    /** The second column of an address, by its first. */
    static FlowValue lowOf(FlowValue high) {
        return switch (high) {
            case SOURCE_HIGH -> FlowValue.SOURCE_LOW;
            case DESTINATION_HIGH -> FlowValue.DESTINATION_LOW;
            case NEXT_HOP_HIGH -> FlowValue.NEXT_HOP_LOW;
            default -> throw new IllegalArgumentException(high + " is no address");
        };
    }

    /** The sum of a column's values [{@code from}, {@code to}). */
    long sum(FlowValue value, int from, int to) {
        long[] column = column(value);
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += column[i];
        }
        return sum;
    }
}
