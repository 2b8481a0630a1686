package io.flowledger.generate;

import java.util.Locale;

/**
 * What was sent with one protocol, as a receiver should find it: records, and the sums of what they say, unscaled.
 *
 * <p>Octets of sFlow are frame lengths, and each of its samples is one packet. One thread.
 */
public final class Tally {
    private final GeneratedProtocol protocol;
    private long datagrams;
    private long records;
    private long octets;
    private long packets;
    private long payloadOctets;
    private long otherRecords;

    Tally(GeneratedProtocol protocol) {
        this.protocol = protocol;
    }

    void addDatagram(int payloadLength) {
        datagrams++;
        payloadOctets += payloadLength;
    }

    void addRecords(long count, long octetCount, long packetCount) {
        records += count;
        octets += octetCount;
        packets += packetCount;
    }

    void addOther(int count) {
        otherRecords += count;
    }

    public GeneratedProtocol protocol() {
        return protocol;
    }

    public long datagrams() {
        return datagrams;
    }

    /** Flow records, or flow samples of sFlow. */
    public long records() {
        return records;
    }

    /** The sum of what the records say. */
    public long octets() {
        return octets;
    }

    /** The sum of what the records say. */
    public long packets() {
        return packets;
    }

    /** Octets of the datagrams, without headers of IP and UDP. */
    public long payloadOctets() {
        return payloadOctets;
    }

    /** Options Data Records, or counter samples of sFlow. */
    public long otherRecords() {
        return otherRecords;
    }

    /** The names of what {@link #line()} shows. */
    public static String heading() {
        return String.format(
                Locale.ROOT,
                "%-8s %12s %14s %18s %16s %16s %10s",
                "protocol",
                "datagrams",
                "records",
                "octets",
                "packets",
                "payload_octets",
                "other");
    }

    /** All figures, plain enough for a script. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-8s %12d %14d %18d %16d %16d %10d",
                protocol.label(),
                datagrams,
                records,
                octets,
                packets,
                payloadOctets,
                otherRecords);
    }
}
