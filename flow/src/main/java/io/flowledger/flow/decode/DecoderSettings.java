package io.flowledger.flow.decode;

import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import java.util.List;

/**
 * Bounds of a decoder.
 *
 * @param limits bounds for what one exporter can make us keep
 * @param sessions exporters and protocols known at the same time, at least 1
 * @param templateLifetime how long a template holds without being sent again (RFC 7011 section 8.4)
 * @param parkAge how long a Data Set waits for its template, by receive time
 * @param parkSets Data Sets that wait at the most
 * @param parkOctets octets of Sets that wait at the most
 * @param rateAge how long a Data Set waits for its sampling rate, by receive time; zero: not at all
 * @param overrides what the configuration says of exporters, the first that fits holds
 */
public record DecoderSettings(
        Limits limits,
        int sessions,
        Duration templateLifetime,
        Duration parkAge,
        int parkSets,
        long parkOctets,
        Duration rateAge,
        List<ExporterOverride> overrides) {
    private static final int STREAMS_PER_SESSION = 2;
    private static final int TEMPLATE_FIELDS_PER_SESSION = 100;
    private static final int STATEMENTS_PER_SESSION = 25;

    public DecoderSettings {
        overrides = List.copyOf(overrides);
        if (sessions < 1 || parkSets < 0 || parkOctets < 0) {
            throw new IllegalArgumentException("sessions " + sessions + ", parkSets " + parkSets + ", parkOctets "
                    + parkOctets + ": none may be negative, and sessions not 0");
        }
    }

    /** Without waiting for sampling rates. */
    public DecoderSettings(
            Limits limits, int sessions, Duration templateLifetime, Duration parkAge, int parkSets, long parkOctets) {
        this(limits, sessions, templateLifetime, parkAge, parkSets, parkOctets, Duration.ZERO, List.of());
    }

    /** The same with another time to wait for sampling rates. */
    public DecoderSettings withRateAge(Duration age) {
        return new DecoderSettings(limits, sessions, templateLifetime, parkAge, parkSets, parkOctets, age, overrides);
    }

    /** The same with other words of the configuration on exporters. */
    public DecoderSettings withOverrides(List<ExporterOverride> others) {
        return new DecoderSettings(limits, sessions, templateLifetime, parkAge, parkSets, parkOctets, rateAge, others);
    }

    /** Bounds for tests and measurements: those of `run` when nothing is configured, without waiting for rates. */
    public static DecoderSettings standard() {
        return new DecoderSettings(
                Limits.standard(), 20_000, Duration.ofHours(24), Duration.ofHours(1), 100_000, 256L << 20);
    }

    /** Observation domains of all exporters together: two for each session. */
    public long streams() {
        return (long) STREAMS_PER_SESSION * sessions;
    }

    /** Fields in the templates of all exporters together: 100 for each session, and never fewer than one session may have. */
    public long templateFields() {
        return Math.max((long) TEMPLATE_FIELDS_PER_SESSION * sessions, 2L * limits.fieldsPerTemplate());
    }

    /** Things that the options of all exporters together say: 25 for each session, at least 10,000. */
    public long statements() {
        return Math.max((long) STATEMENTS_PER_SESSION * sessions, 10_000);
    }
}
