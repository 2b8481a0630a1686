package io.flowledger.wire.encode;

/** Writes one NetFlow version 7 export datagram. */
public final class Netflow7Encoder {
    private int countOverride = -1;
    private int records;
    private final OctetWriter body = OctetWriter.octets();

    /** A datagram without records, one hour after boot, at 1,700,000,000 s and 5 ns, sequence 77. */
    public static Netflow7Encoder datagram() {
        return new Netflow7Encoder();
    }

    /** A count that may be wrong. */
    public Netflow7Encoder count(int value) {
        countOverride = value;
        return this;
    }

    /**
     * A record from interface 3 to 4 by way of 192.0.2.254 past the router 192.0.2.253, seen at 1 s and 2 s of uptime, type
     * of service 0x28, AS 64500 to 64501, prefixes of 24 and 16 bits, flags 0x11 and 0x2233.
     */
    public Netflow7Encoder record(
            String source, String destination, long packets, long octets, int from, int to, int protocol, int flags) {
        records++;
        body.address(source).address(destination).address("192.0.2.254").u16(3).u16(4);
        body.u32(packets).u32(octets).u32(1000).u32(2000).u16(from).u16(to);
        body.u8(0x11).u8(flags).u8(protocol).u8(0x28).u16(64500).u16(64501);
        body.u8(24).u8(16).u16(0x2233).address("192.0.2.253");
        return this;
    }

    /** Octets that are no whole record. */
    public Netflow7Encoder zeros(int octets) {
        body.zeros(octets);
        return this;
    }

    /** The datagram. */
    public byte[] encode() {
        return OctetWriter.octets()
                .u16(7)
                .u16(countOverride >= 0 ? countOverride : records)
                .u32(3_600_000)
                .u32(1_700_000_000L)
                .u32(5)
                .u32(77)
                .u32(0)
                .raw(body.toByteArray())
                .toByteArray();
    }
}
