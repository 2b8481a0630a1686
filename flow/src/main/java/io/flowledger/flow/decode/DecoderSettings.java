package io.flowledger.flow.decode;

import io.flowledger.wire.fault.Limits;
import java.time.Duration;

/**
 * Bounds of a decoder.
 *
 * @param limits bounds for what one exporter can make us keep
 * @param sessions exporters and protocols known at the same time, at least 1
 * @param templateLifetime how long a template holds without being sent again (RFC 7011 section 8.4)
 * @param parkAge how long a Data Set waits for its template, by receive time
 * @param parkSets Data Sets that wait at the most
 * @param parkOctets octets of Sets that wait at the most
 */
public record DecoderSettings(
        Limits limits, int sessions, Duration templateLifetime, Duration parkAge, int parkSets, long parkOctets) {

    public DecoderSettings {
        if (sessions < 1 || parkSets < 0 || parkOctets < 0) {
            throw new IllegalArgumentException("sessions " + sessions + ", parkSets " + parkSets + ", parkOctets "
                    + parkOctets + ": none may be negative, and sessions not 0");
        }
    }

    /** What `run` uses when nothing is configured. */
    public static DecoderSettings standard() {
        return new DecoderSettings(
                Limits.standard(), 100_000, Duration.ofHours(24), Duration.ofHours(1), 200_000, 256L << 20);
    }
}
