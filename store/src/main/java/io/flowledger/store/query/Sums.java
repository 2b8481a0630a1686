package io.flowledger.store.query;

/**
 * Sums over flows; each stays at 2^63-1 when it is larger.
 *
 * @param octets scaled by the sampling rate where it is known
 * @param packets scaled by the sampling rate where it is known
 * @param flows rows
 * @param unscaledFlows rows whose sampling rate nobody told
 */
public record Sums(long octets, long packets, long flows, long unscaledFlows) {
    /** Nothing. */
    public static final Sums ZERO = new Sums(0, 0, 0, 0);

    /** Both together. */
    Sums plus(Sums more) {
        return new Sums(
                plus(octets, more.octets),
                plus(packets, more.packets),
                plus(flows, more.flows),
                plus(unscaledFlows, more.unscaledFlows));
    }

    private static long plus(long one, long more) {
        return one > Long.MAX_VALUE - more ? Long.MAX_VALUE : one + more;
    }

    /** What {@code measure} asks for. */
    public long value(Measure measure) {
        return switch (measure) {
            case OCTETS -> octets;
            case PACKETS -> packets;
            case FLOWS -> flows;
        };
    }
}
