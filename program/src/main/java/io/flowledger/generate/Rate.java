package io.flowledger.generate;

/**
 * How fast datagrams follow each other.
 *
 * @param perSecond datagrams or flows, more than 0
 * @param ofFlows which of them
 */
public record Rate(double perSecond, boolean ofFlows) {
    public Rate {
        if (!(perSecond > 0 && perSecond <= 1e9)) {
            throw new IllegalArgumentException(
                    "a rate of " + perSecond + " in a second is not within 0 to 1,000,000,000");
        }
    }

    /** Nanoseconds from a datagram with {@code records} flows to the next. */
    double gapNanos(long records) {
        return (ofFlows ? Math.max(1, records) : 1) * (1e9 / perSecond);
    }
}
