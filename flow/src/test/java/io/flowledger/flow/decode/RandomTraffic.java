package io.flowledger.flow.decode;

import io.flowledger.flow.TestJournal;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.util.Random;

/** Datagrams and connections of a few exporters: templates, withdrawals, data before and after them, options, redefinitions, junk, loss. */
final class RandomTraffic {
    private static final TemplateField[][] TEMPLATES = {
        {TemplateField.field(8, 4), TemplateField.field(12, 4), TemplateField.field(1, 4)},
        {TemplateField.field(27, 16), TemplateField.field(28, 16), TemplateField.field(2, 8), TemplateField.field(22, 4)
        },
        {TemplateField.field(8, 4), TemplateField.field(12, 4), TemplateField.variable(82), TemplateField.field(48, 1)},
        {TemplateField.field(8, 4), TemplateField.field(12, 4), TemplateField.field(231, 4), TemplateField.field(232, 4)
        },
        {TemplateField.field(1, 8), TemplateField.field(7, 2)},
    };

    private final Random random;
    private final long[] sequences = new long[16];
    private final long[] connections = {11, 12, 13, 14, 15, 16, 17, 18};
    private long millis;

    RandomTraffic(Random random) {
        this.random = random;
        this.millis = random.nextInt(1_000_000);
    }

    void appendTo(TestJournal journal) {
        millis += random.nextInt(20) == 0 ? random.nextInt(20 * 60_000) : random.nextInt(20_000);
        int exporter = 1 + random.nextInt(3);
        String address = exporter == 3 ? "2001:db8::3" : "192.0.2." + exporter;
        if (random.nextInt(3) == 0) {
            appendConnection(journal, exporter, address);
            return;
        }
        journal.append(
                address,
                millis,
                switch (random.nextInt(10)) {
                    case 0 -> junk();
                    case 1, 2 -> netflow5(exporter);
                    case 3, 4, 5 -> netflow9(exporter, random.nextInt(2));
                    default -> ipfix(exporter, random.nextInt(2));
                });
    }

    /** Two connections an exporter at the most, of which now and then one, or all, end. */
    private void appendConnection(TestJournal journal, int exporter, String address) {
        int connection = 2 * exporter + random.nextInt(2);
        switch (random.nextInt(20)) {
            case 0 -> {
                journal.appendSessionEnd(connections[connection], address, millis);
                connections[connection] += 100;
            }
            case 1 -> {
                if (random.nextInt(3) == 0) {
                    journal.appendSessionEnd(0, address, millis);
                    for (int i = 0; i < connections.length; i++) {
                        connections[i] += 100;
                    }
                }
            }
            case 2 -> journal.appendOfSession(connections[connection], address, millis, junk());
            default ->
                journal.appendOfSession(connections[connection], address, millis, ipfix(exporter, random.nextInt(2)));
        }
    }

    private byte[] junk() {
        byte[] junk = new byte[random.nextInt(80)];
        random.nextBytes(junk);
        if (junk.length > 2 && random.nextBoolean()) {
            junk[0] = 0;
            junk[1] = (byte) new int[] {1, 5, 7, 9, 10}[random.nextInt(5)];
        }
        return junk;
    }

    private long next(int stream, int advance) {
        long now = sequences[stream];
        sequences[stream] = random.nextInt(15) == 0 ? now + advance + random.nextInt(20) : now + advance;
        if (random.nextInt(40) == 0) {
            sequences[stream] = 0;
        }
        return random.nextInt(20) == 0 ? Math.max(0, now - random.nextInt(5)) : now;
    }

    private byte[] netflow5(int exporter) {
        Netflow5Encoder encoder = Netflow5Encoder.datagram()
                .unixTime(seconds(), 0)
                .sampling(1, random.nextInt(2) * 100)
                .flowSequence(next(exporter, 2));
        for (int i = 0; i < 2; i++) {
            encoder.record(Netflow5RecordEncoder.flow()
                    .addresses("10.0.0.1", "10.0.0." + random.nextInt(255), "0.0.0.0")
                    .counts(random.nextInt(100), random.nextInt(10_000)));
        }
        return encoder.encode();
    }

    private byte[] netflow9(int exporter, int domain) {
        Netflow9Encoder encoder = Netflow9Encoder.message()
                .unixSeconds(seconds())
                .sourceId(domain)
                .sequenceNumber(next(4 + 2 * exporter + domain, 1));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int which = random.nextInt(TEMPLATES.length);
            switch (random.nextInt(7)) {
                case 0, 1 -> encoder.template(id(which), TEMPLATES[which]);
                case 2 ->
                    encoder.optionsTemplate(
                            400,
                            new TemplateField[] {TemplateField.field(1, 4)},
                            TemplateField.field(48, 1),
                            TemplateField.field(34, 4));
                case 3 ->
                    encoder.set(
                            400,
                            OctetWriter.octets().u32(0).u8(random.nextInt(4)).u32(random.nextInt(200)));
                default -> encoder.set(id(which), records(which));
            }
        }
        return encoder.encode();
    }

    private byte[] ipfix(int exporter, int domain) {
        IpfixEncoder encoder = IpfixEncoder.message()
                .exportTimeSeconds(seconds())
                .observationDomain(domain)
                .sequenceNumber(next(9 + 2 * exporter - 2 + domain, 3));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int which = random.nextInt(TEMPLATES.length);
            switch (random.nextInt(8)) {
                case 0, 1 -> encoder.template(id(which), TEMPLATES[which]);
                case 7 -> {
                    if (random.nextInt(3) == 0) {
                        encoder.templateWithdrawal(random.nextBoolean() ? 2 : id(which));
                    } else {
                        encoder.optionsTemplateWithdrawal(3);
                    }
                }
                case 2 ->
                    encoder.optionsTemplate(
                            401,
                            1,
                            TemplateField.field(149, 4),
                            TemplateField.field(160, 8),
                            TemplateField.field(34, 2));
                case 3 ->
                    encoder.set(
                            401,
                            OctetWriter.octets()
                                    .u32(0)
                                    .u64(1_600_000_000_000L + random.nextInt(3))
                                    .u16(random.nextInt(3)));
                default -> encoder.set(id(which), records(which));
            }
        }
        return encoder.encode();
    }

    /** Now and then another template's id, so that templates are redefined. */
    private int id(int which) {
        return 300 + (random.nextInt(12) == 0 ? random.nextInt(TEMPLATES.length) : which);
    }

    private OctetWriter records(int which) {
        OctetWriter octets = OctetWriter.octets();
        for (int i = random.nextInt(4); i >= 0; i--) {
            for (TemplateField field : TEMPLATES[which]) {
                byte[] value = new byte[field.length() == 65_535 ? random.nextInt(6) : field.length()];
                random.nextBytes(value);
                if (field.length() == 65_535) {
                    octets.variable(value);
                } else {
                    octets.raw(random.nextInt(4) == 0 ? new byte[value.length] : value);
                }
            }
        }
        return octets;
    }

    private long seconds() {
        return TestJournal.START_NANOS / 1_000_000_000 + millis / 1000;
    }
}
