package io.flowledger.generate;

/**
 * A simulated exporter: gives one datagram after the other.
 *
 * <p>One thread.
 */
abstract sealed class Exporter permits Netflow5Exporter, TemplateExporter, SflowExporter {
    /** Exporters booted at least this long before the first datagram, so that all their flows are younger. */
    private static final long LEAST_UPTIME_MILLIS = 3_600_000;

    private final int number;
    private final long bootMillis;
    private final int samplingRate;

    /**
     * @param number from 0 on, different for each exporter
     * @param samplingRate one packet in so many, or 0
     */
    Exporter(int number, long startMillis, int samplingRate) {
        this.number = number;
        this.bootMillis = startMillis - LEAST_UPTIME_MILLIS - (RandomBits.mix(number) & 0x3fff_ffff);
        this.samplingRate = samplingRate;
    }

    /**
     * Writes a datagram.
     *
     * @param nanos when it is sent, since 1970
     * @param mostRecords at the most, at least 1
     * @param out with room for the largest datagram, from offset 0
     * @param tally told what is in it
     * @return its octets
     */
    abstract int next(long nanos, long mostRecords, byte[] out, Tally tally);

    final int number() {
        return number;
    }

    final long bootMillis() {
        return bootMillis;
    }

    final int samplingRate() {
        return samplingRate;
    }
}
