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

    /** What {@code measure} asks for. */
    public long value(Measure measure) {
        return switch (measure) {
            case OCTETS -> octets;
            case PACKETS -> packets;
            case FLOWS -> flows;
        };
    }
}
