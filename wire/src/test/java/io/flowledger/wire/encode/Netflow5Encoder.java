package io.flowledger.wire.encode;

/** Writes one NetFlow version 5 export datagram: header values first, then records in order. */
public final class Netflow5Encoder {
    private int countOverride = -1;
    private int records;
    private long sysUptimeMillis = 3_600_000L;
    private long unixSeconds = 1_700_000_000L;
    private long unixNanos;
    private long flowSequence;
    private int engineType;
    private int engineId;
    private int sampling;
    private final OctetWriter body = OctetWriter.octets();

    /** A datagram without records, one hour after boot, sequence 0, not sampled. */
    public static Netflow5Encoder datagram() {
        return new Netflow5Encoder();
    }

    /** A count that may be wrong. */
    public Netflow5Encoder count(int value) {
        this.countOverride = value;
        return this;
    }

    /** Milliseconds since boot. */
    public Netflow5Encoder sysUptimeMillis(long millis) {
        this.sysUptimeMillis = millis;
        return this;
    }

    /** Seconds since 1970 and the nanoseconds after them. */
    public Netflow5Encoder unixTime(long seconds, long nanos) {
        this.unixSeconds = seconds;
        this.unixNanos = nanos;
        return this;
    }

    /** Records sent before. */
    public Netflow5Encoder flowSequence(long number) {
        this.flowSequence = number;
        return this;
    }

    /** Type and slot of the flow switching engine. */
    public Netflow5Encoder engine(int type, int id) {
        this.engineType = type;
        this.engineId = id;
        return this;
    }

    /** Mode 0..3 and one packet of {@code interval}, 0..16383. */
    public Netflow5Encoder sampling(int mode, int interval) {
        this.sampling = mode << 14 | interval;
        return this;
    }

    /** A record. */
    public Netflow5Encoder record(Netflow5RecordEncoder written) {
        records++;
        body.raw(written.encode());
        return this;
    }

    /** Octets that are no whole record. */
    public Netflow5Encoder raw(OctetWriter octets) {
        body.raw(octets.toByteArray());
        return this;
    }

    /** The datagram. */
    public byte[] encode() {
        return OctetWriter.octets()
                .u16(5)
                .u16(countOverride >= 0 ? countOverride : records)
                .u32(sysUptimeMillis)
                .u32(unixSeconds)
                .u32(unixNanos)
                .u32(flowSequence)
                .u8(engineType)
                .u8(engineId)
                .u16(sampling)
                .raw(body.toByteArray())
                .toByteArray();
    }
}
