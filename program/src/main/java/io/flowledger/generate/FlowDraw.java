package io.flowledger.generate;

/**
 * Draws flows between the hosts of an exporter's site and the world. Hosts are Zipf-distributed; six in ten flows are TCP and
 * three UDP; packets have a long tail.
 *
 * <p>IPv4 hosts of a site are in 10.0.0.0/8, the world is 11.0.0.0 to 126.255.255.255; IPv6 hosts of a site are in
 * 2001:db8::/32 (RFC 3849), the world is 2a00::/8.
 *
 * <p>One thread.
 */
final class FlowDraw {
    private static final int SITE_HOSTS = 1 << 12;
    private static final int WORLD_HOSTS = 1 << 16;
    private static final int WORLD_SYSTEMS = 1 << 12;
    private static final long NEAR = 10 << 24;
    private static final int FIRST_OUTSIDE = 11 << 24;
    private static final int OUTSIDE = (127 - 11) << 24;
    private static final long SITE_SYSTEM = 64_496; // RFC 5398: for documentation
    private static final int TABLE = 1 << 10;
    private static final int MOST_PACKETS = 1 << 20;
    private static final double TAIL = 1.2;
    private static final int LONGEST_MILLIS = 1 << 16; // of a flow; it ends up to 33 s before its export

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int ICMPV6 = 58;

    /** Ports of services; the earlier ones come more often. */
    private static final int[] SERVICES = {
        443, 443, 443, 443, 443, 443, 80, 80, 53, 53, 53, 53, 22, 123, 993, 25, 3389, 5060, 8080, 587, 6881, 3478, 1194,
        5222, 445, 143, 161, 389, 1883, 5432, 3306, 9092
    };

    private static final int[] PACKET_SIZES = {
        40, 52, 64, 80, 120, 200, 320, 576, 576, 900, 1200, 1400, 1400, 1492, 1500, 1500
    };

    private final RandomBits random;
    private final ZipfDistribution site = new ZipfDistribution(SITE_HOSTS, 0.8);
    private final ZipfDistribution world = new ZipfDistribution(WORLD_HOSTS, 1.0);
    private final int[] packets = new int[TABLE];
    private final int[] protocols = new int[TABLE];

    FlowDraw(RandomBits random) {
        this.random = random;
        for (int i = 0; i < TABLE; i++) {
            double rest = 1 - (i + 0.5) / TABLE;
            packets[i] = (int) Math.min(MOST_PACKETS, StrictMath.pow(rest, -1 / TAIL));
            protocols[i] = i < TABLE * 60 / 100
                    ? TCP
                    : i < TABLE * 90 / 100 ? UDP : i < TABLE * 98 / 100 ? ICMP : i < TABLE * 99 / 100 ? GRE : ESP;
        }
    }

    /** The random numbers that flows are drawn with. */
    RandomBits random() {
        return random;
    }

    /**
     * Draws flows that ended before {@code exportMillis}.
     *
     * @param from index of the first flow in {@code block}
     * @param to index after the last
     * @param siteNumber whose hosts are on the near side
     * @param bootMillis when the exporter's uptime began, a minute and a half or more before {@code exportMillis}
     * @param sampler what {@link FlowValue#SAMPLER} is
     */
    void draw(
            FlowBlock block,
            int from,
            int to,
            boolean ipv6,
            int siteNumber,
            long exportMillis,
            long bootMillis,
            int sampler) {
        for (int i = from; i < to; i++) {
            long bits = random.next();
            int protocol = protocols[(int) (bits & (TABLE - 1))];
            boolean outbound = (bits & 1 << 10) != 0;
            drawAddresses(block, i, ipv6, siteNumber, outbound);
            drawPorts(block, i, protocol, ipv6, outbound, bits >>> 11);
            drawTraffic(block, i, exportMillis, bootMillis, random.next());
            block.column(FlowValue.DIRECTION)[i] = outbound ? 1 : 0;
            block.column(FlowValue.SAMPLER)[i] = sampler;
        }
    }

    private void drawAddresses(FlowBlock block, int i, boolean ipv6, int siteNumber, boolean outbound) {
        int near = site.rank(random.next());
        int far = world.rank(random.next());
        long scattered = RandomBits.mix(far + 1);
        int system = 1 + (int) (scattered & (WORLD_SYSTEMS - 1));
        if (ipv6) {
            long nearHigh = 0x2001_0db8_0000_0000L | (siteNumber & 0xffffL) << 16 | near >>> 8;
            long farHigh = 0x2a00_0000_0000_0000L | scattered >>> 8;
            putAddresses(block, i, outbound, nearHigh, near + 1L, farHigh, scattered & 0xffff_ffffL);
            block.column(FlowValue.NEXT_HOP_HIGH)[i] = 0x2001_0db8_ffff_0000L;
            block.column(FlowValue.NEXT_HOP_LOW)[i] = 1L + (system & 7);
            block.column(FlowValue.FLOW_LABEL)[i] = scattered >>> 44;
        } else {
            long nearAddress = NEAR | (siteNumber & 0xfff) << 12 | near;
            long farAddress = (long) FIRST_OUTSIDE + RandomBits.scale(scattered, OUTSIDE);
            putAddresses(block, i, outbound, 0, nearAddress, 0, farAddress);
            block.column(FlowValue.NEXT_HOP_LOW)[i] = NEAR | (0xff_ff01L + (system & 7));
        }
        int nearMask = ipv6 ? 64 : 24;
        int farMask = ipv6 ? 32 + (system & 15) : 12 + (system & 11);
        block.column(FlowValue.SOURCE_MASK)[i] = outbound ? nearMask : farMask;
        block.column(FlowValue.DESTINATION_MASK)[i] = outbound ? farMask : nearMask;
        block.column(FlowValue.SOURCE_AS)[i] = outbound ? SITE_SYSTEM : system;
        block.column(FlowValue.DESTINATION_AS)[i] = outbound ? system : SITE_SYSTEM;
        block.column(FlowValue.INPUT_INTERFACE)[i] = outbound ? 1L + (near & 15) : 101L + (system & 7);
        block.column(FlowValue.OUTPUT_INTERFACE)[i] = outbound ? 101L + (system & 7) : 1L + (near & 15);
    }

    private static void putAddresses(
            FlowBlock block, int i, boolean outbound, long nearHigh, long nearLow, long farHigh, long farLow) {
        block.column(FlowValue.SOURCE_HIGH)[i] = outbound ? nearHigh : farHigh;
        block.column(FlowValue.SOURCE_LOW)[i] = outbound ? nearLow : farLow;
        block.column(FlowValue.DESTINATION_HIGH)[i] = outbound ? farHigh : nearHigh;
        block.column(FlowValue.DESTINATION_LOW)[i] = outbound ? farLow : nearLow;
    }

    private static void drawPorts(FlowBlock block, int i, int drawn, boolean ipv6, boolean outbound, long bits) {
        int service = SERVICES[(int) (bits & (SERVICES.length - 1))];
        int client = 32_768 + (int) (bits >>> 8 & 0x6fff);
        int protocol = drawn == ICMP && ipv6 ? ICMPV6 : drawn;
        long source = 0;
        long destination = 0;
        if (protocol == TCP || protocol == UDP) {
            source = outbound ? client : service;
            destination = outbound ? service : client;
        } else if (drawn == ICMP) {
            // By custom of NetFlow: type * 256 + code, in place of the destination port.
            int echo = ipv6 ? 128 : 8;
            destination = (long) (outbound ? echo : ipv6 ? 129 : 0) << 8;
        }
        block.column(FlowValue.PROTOCOL)[i] = protocol;
        block.column(FlowValue.SOURCE_PORT)[i] = source;
        block.column(FlowValue.DESTINATION_PORT)[i] = destination;
        block.column(FlowValue.TCP_FLAGS)[i] = protocol == TCP ? ((bits & 1 << 24) != 0 ? 0x1b : 0x1a) : 0;
        block.column(FlowValue.TOS)[i] = (bits >>> 25 & 7) == 0 ? 0xb8 : 0;
        block.column(FlowValue.APPLICATION)[i] = bits >>> 32 & 7;
    }

    private void drawTraffic(FlowBlock block, int i, long exportMillis, long bootMillis, long bits) {
        long count = packets[(int) (bits & (TABLE - 1))];
        int size = PACKET_SIZES[(int) (bits >>> 10 & (PACKET_SIZES.length - 1))];
        long end = exportMillis - (bits >>> 16 & 0x7fff);
        long start = count == 1 ? end : end - (bits >>> 32 & (LONGEST_MILLIS - 1));
        block.column(FlowValue.PACKETS)[i] = count;
        block.column(FlowValue.OCTETS)[i] = count * size;
        block.column(FlowValue.START_MILLIS)[i] = start;
        block.column(FlowValue.END_MILLIS)[i] = end;
        block.column(FlowValue.START_UPTIME)[i] = start - bootMillis;
        block.column(FlowValue.END_UPTIME)[i] = end - bootMillis;
        block.column(FlowValue.END_REASON)[i] = 1 + (bits >>> 48 & 1);
    }
}
