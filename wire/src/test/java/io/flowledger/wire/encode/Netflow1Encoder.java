package io.flowledger.wire.encode;

/** Writes one NetFlow version 1 export datagram, its records padded to 48 octets or any other length. */
public final class Netflow1Encoder {
    private final int recordLength;
    private int countOverride = -1;
    private int records;
    private final OctetWriter body = OctetWriter.octets();

    private Netflow1Encoder(int recordLength) {
        this.recordLength = recordLength;
    }

    /** A datagram without records, one hour after boot, at 1,700,000,000 s and 5 ns. */
    public static Netflow1Encoder datagram(int recordLength) {
        return new Netflow1Encoder(recordLength);
    }

    /** A count that may be wrong. */
    public Netflow1Encoder count(int value) {
        countOverride = value;
        return this;
    }

    /** A record from interface 3 to 4 by way of 192.0.2.254, seen at 1 s and 2 s of uptime, type of service 0x28. */
    public Netflow1Encoder record(
            String source, String destination, long packets, long octets, int from, int to, int protocol, int flags) {
        records++;
        OctetWriter out = OctetWriter.octets();
        out.address(source).address(destination).address("192.0.2.254").u16(3).u16(4);
        out.u32(packets).u32(octets).u32(1000).u32(2000).u16(from).u16(to);
        out.u16(0).u8(protocol).u8(0x28).u8(flags);
        body.raw(out.zeros(recordLength - out.size()).toByteArray());
        return this;
    }

    /** Octets that are no whole record. */
    public Netflow1Encoder zeros(int octets) {
        body.zeros(octets);
        return this;
    }

    /** The datagram. */
    public byte[] encode() {
        return OctetWriter.octets()
                .u16(1)
                .u16(countOverride >= 0 ? countOverride : records)
                .u32(3_600_000)
                .u32(1_700_000_000L)
                .u32(5)
                .raw(body.toByteArray())
                .toByteArray();
    }
}
