package io.flowledger.flow.plan;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

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
    private @Nullable ZoneId zone;
    private boolean clockIgnored;
    private long moveMicros;
    private long saturated;
    private @Nullable TemplateStore templates;
    private final ListFaults listFaults = new ListFaults();
    private int octetsLeft = Integer.MAX_VALUE;
    private int leftOut;

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
        moveMicros = clockIgnored ? receivedAt - export : zone == null ? 0 : -offsetMicros(zone, export);
        exportMicros = export + moveMicros;
        uptimeMillis = uptime;
        samplingRate = rate;
        samplingOrigin = origin;
    }

    /**
     * Says by which templates records within lists are read, those of the Transport Session, and what the Message may still
     * become.
     *
     * @param octets of rows, which are one Message's
     */
    public void beginSet(@Nullable TemplateStore ofSession, int octets) {
        templates = ofSession;
        octetsLeft = octets;
    }

    /** The template of records within a list, or null when it has not come. */
    @Nullable
    Template template(int templateId) {
        return templates == null ? null : templates.find(observationDomain, templateId);
    }

    /** What was wrong with lists. */
    public ListFaults listFaults() {
        return listFaults;
    }

    /** Octets that the rows of the Message may still take. */
    public int octetsLeft() {
        return octetsLeft;
    }

    boolean isFull() {
        return octetsLeft <= 0;
    }

    void took(int octets) {
        octetsLeft -= octets;
    }

    /** Takes the room of up to {@code count} rows; returns for how many there is room. */
    int takeRows(int count, int octetsEach) {
        int fitting = (int) Math.min(count, Math.max(0L, octetsLeft) / octetsEach);
        took(fitting * octetsEach);
        leaveOut(count - fitting);
        return fitting;
    }

    void leaveOut(int records) {
        leftOut += records;
    }

    /** Records since the last call that became no rows because the Message had become too large. */
    public int takeLeftOut() {
        int taken = leftOut;
        leftOut = 0;
        return taken;
    }

    /** Says in which zone the exporter's clock goes, null for UTC, and whether it is to be believed at all. */
    public void clock(@Nullable ZoneId ofExporter, boolean ignored) {
        zone = ofExporter;
        clockIgnored = ignored;
    }

    private static long offsetMicros(ZoneId zone, long micros) {
        LocalDateTime there =
                LocalDateTime.ofEpochSecond(Math.floorDiv(micros + PgTime.EPOCH_MICROS, 1_000_000L), 0, ZoneOffset.UTC);
        return zone.getRules().getOffset(there).getTotalSeconds() * 1_000_000L;
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
        return PgTime.ofSeconds(seconds) + moveMicros;
    }

    long millis(long millis) {
        long micros = PgTime.ofMillis(millis);
        if (micros == PgTime.MAXIMUM_MICROS) {
            saturated++;
            return micros;
        }
        return micros + moveMicros;
    }

    long ntp(long ntp) {
        return PgTime.ofNtp(ntp) + moveMicros;
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
