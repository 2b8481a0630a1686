package io.flowledger.flow.decode;

import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;

/** Datagrams as routers send them all day. */
final class SteadyTraffic {
    /** The twenty fields of a common router template. */
    private static final TemplateField[] FIELDS = {
        TemplateField.field(21, 4),
        TemplateField.field(22, 4),
        TemplateField.field(1, 4),
        TemplateField.field(2, 4),
        TemplateField.field(10, 4),
        TemplateField.field(14, 4),
        TemplateField.field(8, 4),
        TemplateField.field(12, 4),
        TemplateField.field(4, 1),
        TemplateField.field(5, 1),
        TemplateField.field(7, 2),
        TemplateField.field(11, 2),
        TemplateField.field(15, 4),
        TemplateField.field(16, 4),
        TemplateField.field(17, 4),
        TemplateField.field(9, 1),
        TemplateField.field(13, 1),
        TemplateField.field(6, 1),
        TemplateField.field(61, 1),
        TemplateField.field(60, 1)
    };

    private SteadyTraffic() {}

    static byte[] netflow5(int records) {
        Netflow5Encoder encoder = Netflow5Encoder.datagram();
        for (int i = 0; i < records; i++) {
            encoder.record(Netflow5RecordEncoder.flow()
                    .addresses("10.0." + i + ".1", "192.0.2." + i, "10.0.0.254")
                    .interfaces(3, 4)
                    .counts(10 + i, 1000 + i)
                    .uptimes(3_500_000 + i, 3_590_000 + i)
                    .ports(1024 + i, 443)
                    .protocol(6, 0x1B, 0)
                    .as(64_500, 64_501)
                    .masks(24, 16));
        }
        return encoder.encode();
    }

    static byte[] netflow9Template() {
        return Netflow9Encoder.message().template(300, FIELDS).encode();
    }

    static byte[] netflow9(int records) {
        OctetWriter[] data = new OctetWriter[records];
        for (int i = 0; i < records; i++) {
            data[i] = OctetWriter.octets()
                    .u32(3_590_000 + i)
                    .u32(3_500_000 + i)
                    .u32(1000 + i)
                    .u32(10 + i)
                    .u32(3)
                    .u32(4)
                    .address("10.0." + i + ".1")
                    .address("192.0.2." + i)
                    .u8(6)
                    .u8(0)
                    .u16(1024 + i)
                    .u16(443)
                    .address("10.0.0.254")
                    .u32(64_500)
                    .u32(64_501)
                    .u8(24)
                    .u8(16)
                    .u8(0x1B)
                    .u8(0)
                    .u8(4);
        }
        return Netflow9Encoder.message().set(300, data).encode();
    }
}
