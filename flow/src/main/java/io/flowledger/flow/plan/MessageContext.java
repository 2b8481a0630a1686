package io.flowledger.flow.plan;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.option.StreamOptions;

/**
 * What holds for all Data Records of a Message: set by the decoder before a plan runs. Also counts what had to be cut to fit.
 *
 * <p>One a stream, set anew for each Message; owned by the decode thread.
 */
public final class MessageContext {
    private static final long UPTIME_MASK = 0xFFFF_FFFFL;
    private static final long AHEAD_MILLIS = 3_600_000;

    private final ExporterAddress exporter;
    private final StreamOptions options;
    private final int exportVersion;
    private final long observationDomain;
    private long receivedAtMicros;
    private long exportMicros;
    private long uptimeMillis;
    private long samplingRate;
    private int samplingOrigin;
    private int rowOrigin;
    private long saturated;

    /** A context for the Messages of one stream. */
    public MessageContext(ExporterAddress exporter, int exportVersion, long observationDomain, StreamOptions options) {
        this.exporter = exporter;
        this.exportVersion = exportVersion;
        this.observationDomain = observationDomain;
        this.options = options;
    }

    /**
     * Begins a Message.
     *
     * @param receivedAt when its datagram came, microseconds since 2000
     * @param export export time of its header, microseconds since 2000; the receive time when it has none
     * @param uptime milliseconds of the exporter's uptime at export time, modulo 2^32; ignored when it is not known
     * @param rate sampling rate of the whole Message, or 0 when it is not known
     * @param origin code of who said the rate
     */
    public void begin(long receivedAt, long export, long uptime, long rate, int origin) {
        receivedAtMicros = receivedAt;
        exportMicros = export;
        uptimeMillis = uptime;
        samplingRate = rate;
        samplingOrigin = origin;
    }

    /** Values cut to fit since the last call. */
    public long takeSaturated() {
        long taken = saturated;
        saturated = 0;
        return taken;
    }

    /** The exporter's address. */
    public ExporterAddress exporter() {
        return exporter;
    }

    StreamOptions options() {
        return options;
    }

    int exportVersion() {
        return exportVersion;
    }

    /** The observation domain, unsigned 32 bits. */
    public long observationDomain() {
        return observationDomain;
    }

    long receivedAtMicros() {
        return receivedAtMicros;
    }

    long exportMicros() {
        return exportMicros;
    }

    /** One in how many packets of the Message's flows was seen, 0 when it is not known. */
    public long samplingRate() {
        return samplingRate;
    }

    /** Changes the rate of the flows that follow in the Message. */
    public void samplingRate(long rate, int origin) {
        samplingRate = rate;
        samplingOrigin = origin;
    }

    int samplingOrigin() {
        return samplingOrigin;
    }

    /** Code of who said the sampling rate of the row being made. */
    int rowOrigin() {
        return rowOrigin;
    }

    /** Notes who said the sampling rate of the row being made. */
    public void rowOrigin(int code) {
        rowOrigin = code;
    }

    /** {@code value}, unsigned, or {@code maximum} when it is larger. */
    public long atMost(long maximum, long value) {
        if (value < 0 || value > maximum) {
            saturated++;
            return maximum;
        }
        return value;
    }

    long seconds(long seconds) {
        if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
            saturated++;
            return PgTime.MAXIMUM_MICROS;
        }
        return PgTime.ofSeconds(seconds);
    }

    long millis(long millis) {
        long micros = PgTime.ofMillis(millis);
        if (micros == PgTime.MAXIMUM_MICROS) {
            saturated++;
        }
        return micros;
    }

    /**
     * The time at which the exporter had been up for {@code uptime} milliseconds. It lies before the export, up to 49.7 days,
     * across the wrap of the 32 bits; only what is at most {@value #AHEAD_MILLIS} ms after it is taken as that.
     */
    long uptime(int uptime) {
        long before = (uptimeMillis - uptime) & UPTIME_MASK;
        if (before > UPTIME_MASK - AHEAD_MILLIS) {
            before -= UPTIME_MASK + 1;
        }
        return exportMicros - before * 1000L;
    }

    /** As {@link #uptime} for an exporter that says when it began. */
    long uptimeSince(long systemInitMillis, long uptime) {
        return millis(systemInitMillis + uptime);
    }

    long deltaMicros(long before) {
        if (before < 0 || before > 0xFFFF_FFFFL) {
            saturated++;
            return exportMicros;
        }
        return exportMicros - before;
    }
}
