package io.flowledger.wire;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.util.List;

/** A few well-formed messages that between them use each structure; each carries the templates of its data. */
final class ValidMessages {
    /** Records of {@link #all()} together. */
    static final int RECORDS = 2 + 3 + 4;

    private ValidMessages() {}

    static List<byte[]> all() {
        byte[] netflow5 = Netflow5Encoder.datagram()
                .record(Netflow5RecordEncoder.flow().counts(1, 100))
                .record(Netflow5RecordEncoder.flow().counts(2, 200))
                .encode();
        byte[] netflow9 = Netflow9Encoder.message()
                .sourceId(77)
                .template(6001, field(8, 4), field(12, 4), field(1, 4), field(2, 3), field(40000, 2))
                .optionsTemplate(6002, new TemplateField[] {field(1, 4)}, field(34, 4), field(35, 1))
                .paddedSet(
                        6001,
                        2,
                        OctetWriter.octets()
                                .address("192.0.2.1")
                                .address("192.0.2.2")
                                .u32(1500)
                                .number(3, 3)
                                .u16(0),
                        OctetWriter.octets()
                                .address("192.0.2.3")
                                .address("192.0.2.4")
                                .u32(60)
                                .number(1, 3)
                                .u16(0))
                .paddedSet(6002, 3, OctetWriter.octets().u32(1).u32(100).u8(2))
                .encode();
        byte[] ipfix = IpfixEncoder.message()
                .observationDomain(78)
                .template(6003, field(27, 16), field(28, 16), field(1, 8), variable(96), field(29305, 1, 8))
                .optionsTemplate(6004, 1, field(149, 4), field(41, 8))
                .set(
                        6003,
                        OctetWriter.octets()
                                .address("2001:db8::1")
                                .address("2001:db8::2")
                                .u64(1L << 40)
                                .variable("dns")
                                .u64(9),
                        OctetWriter.octets()
                                .address("2001:db8::3")
                                .address("2001:db8::4")
                                .u64(64)
                                .variableLong(new byte[300])
                                .u64(0))
                .set(
                        6004,
                        OctetWriter.octets().u32(78).u64(5),
                        OctetWriter.octets().u32(78).u64(6))
                .encode();
        return List.of(netflow5, netflow9, ipfix);
    }
}
