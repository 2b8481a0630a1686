package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of an exporter, whatever it says of itself.
 *
 * @param sender address that its datagrams come from; null for any
 * @param observationDomain domain, source id, engine or sub-agent; null for any
 * @param address the exporter's own address, when the sender's is that of a gateway; null to keep the sender's
 * @param knownBy which of the addresses that a datagram tells is the exporter's, when none is given here
 * @param samplingRate one in how many packets is seen, or 0 to believe the exporter
 * @param name how it is called, or null
 * @param zone the zone of its clock when that is not UTC; null for UTC
 * @param clockIgnored true when its clock is wrong: its times are moved so that it exports when we receive
 */
public record ExporterOverride(
        @Nullable ExporterAddress sender,
        @Nullable Long observationDomain,
        @Nullable ExporterAddress address,
        KnownBy knownBy,
        long samplingRate,
        @Nullable String name,
        @Nullable ZoneId zone,
        boolean clockIgnored) {

    /** Which address an exporter is known by. */
    public enum KnownBy {
        /** That its datagrams come from. */
        SENDER,
        /** The agent's in sFlow datagrams. */
        AGENT,
        /** That it exports in options data: exporterIPv4Address or exporterIPv6Address (130, 131); the sender's until then. */
        EXPORTED
    }

    public ExporterOverride {
        if (samplingRate < 0) {
            throw new IllegalArgumentException("a sampling rate of " + samplingRate);
        }
    }

    /** Whether it changes by which address an exporter is known. */
    boolean changesAddress() {
        return address != null || knownBy != KnownBy.SENDER;
    }

    /** Whether it is about datagrams from this address and domain. */
    boolean isAbout(byte[] in, int offset, int length, long domain) {
        return (sender == null || sender.matches(in, offset, length))
                && (observationDomain == null || observationDomain == domain);
    }

    /** Whether it is about an exporter that is known by {@code exporter}. */
    boolean isAbout(ExporterAddress exporter, long domain) {
        boolean known = address != null ? address.equals(exporter) : sender == null || sender.equals(exporter);
        return known && (observationDomain == null || observationDomain == domain);
    }
}
