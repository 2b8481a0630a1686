package io.flowledger.fault;

import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random values of flows, in the shapes that the exporters need. Every record is different: a number counts up in them. */
final class FlowValues {
    /** Addresses, ports, protocol, interfaces, octets, packets, and the two times of NetFlow version 9. */
    static final TemplateField[] BASIC = {
        TemplateField.field(8, 4),
        TemplateField.field(12, 4),
        TemplateField.field(7, 2),
        TemplateField.field(11, 2),
        TemplateField.field(4, 1),
        TemplateField.field(10, 2),
        TemplateField.field(14, 2),
        TemplateField.field(1, 4),
        TemplateField.field(2, 4),
        TemplateField.field(22, 4),
        TemplateField.field(21, 4),
        TemplateField.field(48, 1)
    };

    /** IPv6, 64-bit counters, absolute times, a name of variable length, the reverse direction and an unknown element. */
    static final TemplateField[] WIDE = {
        TemplateField.field(27, 16),
        TemplateField.field(28, 16),
        TemplateField.field(7, 2),
        TemplateField.field(11, 2),
        TemplateField.field(4, 1),
        TemplateField.field(1, 8),
        TemplateField.field(2, 8),
        TemplateField.field(29305, 1, 8),
        TemplateField.field(29305, 2, 8),
        TemplateField.field(152, 8),
        TemplateField.field(153, 8),
        TemplateField.variable(96),
        TemplateField.field(64_999, 3, 4)
    };

    private static final List<String> NAMES =
            List.of("dns", "https", "", "video-conference", "\u00fcbertragung", "ssh");

    private final RandomGenerator random;
    private long count;

    FlowValues(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    /** Values for {@link #BASIC}. */
    OctetWriter basic() {
        count++;
        return OctetWriter.octets()
                .address("10.1." + (count >> 8 & 255) + "." + (count & 255))
                .address("10.2.0." + random.nextInt(256))
                .u16(random.nextInt(65_536))
                .u16(443)
                .u8(random.nextBoolean() ? 6 : 17)
                .u16(1 + random.nextInt(4))
                .u16(1 + random.nextInt(4))
                .u32(count)
                .u32(1 + random.nextInt(1000))
                .u32(3_500_000L + random.nextInt(50_000))
                .u32(3_550_000L + random.nextInt(50_000))
                .u8(1 + random.nextInt(2));
    }

    /** Values for {@link #WIDE}. */
    OctetWriter wide() {
        count++;
        long start = 1_768_471_000_000L + random.nextInt(1_000_000);
        return OctetWriter.octets()
                .address("2001:db8::" + Long.toHexString(count & 0xffff))
                .address("2001:db8:1::" + Integer.toHexString(random.nextInt(65_536)))
                .u16(random.nextInt(65_536))
                .u16(53)
                .u8(17)
                .u64(count)
                .u64(random.nextInt(100) == 0 ? -1L : 1 + random.nextInt(1000))
                .u64(random.nextInt(5))
                .u64(random.nextInt(5))
                .u64(start)
                .u64(start + random.nextInt(60_000))
                .variable(NAMES.get(random.nextInt(NAMES.size())))
                .u32(random.nextInt(1 << 30));
    }

    /** A record of NetFlow version 5. */
    Netflow5RecordEncoder version5() {
        count++;
        return Netflow5RecordEncoder.flow()
                .addresses("10.3." + (count >> 8 & 255) + "." + (count & 255), "10.4.0.1", "10.0.0.1")
                .interfaces(1 + random.nextInt(4), 1 + random.nextInt(4))
                .counts(1 + random.nextInt(1000), count)
                .uptimes(3_500_000L + random.nextInt(50_000), 3_550_000L + random.nextInt(50_000))
                .ports(random.nextInt(65_536), 80)
                .protocol(6, random.nextInt(64), 0)
                .as(64_500, 64_501)
                .masks(24, 16);
    }
}
