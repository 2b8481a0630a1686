package io.flowledger.fault;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;

/**
 * An exporter of IPFIX with two templates: one late, with biflows and values of variable length, the other redefined now and
 * then, so that the same id means something else; and a withdrawal, which UDP ignores.
 */
final class IpfixTraffic {
    private static final int REFRESH = 30;
    private static final int WIDE_TEMPLATE = 300;
    private static final int CHANGING_TEMPLATE = 301;
    private static final int OPTIONS_TEMPLATE = 302;
    private static final int REDEFINED_EACH = 70;
    private static final TemplateField[] SHORT = {
        TemplateField.field(8, 4), TemplateField.field(12, 4), TemplateField.field(1, 4), TemplateField.field(2, 2)
    };

    private final FlowValues values;
    private final long domain;
    private final int templateAfter;
    private int count;
    private long sequence;
    private boolean changed;

    IpfixTraffic(FlowValues values, long domain, int templateAfter) {
        this.values = values;
        this.domain = domain;
        this.templateAfter = templateAfter;
    }

    byte[] next() {
        int number = count++;
        IpfixEncoder message = IpfixEncoder.message()
                .observationDomain(domain)
                .exportTimeSeconds(1_768_471_200L)
                .sequenceNumber(sequence);
        if (number >= templateAfter && (number - templateAfter) % REFRESH == 0) {
            message.template(WIDE_TEMPLATE, FlowValues.WIDE);
            message.optionsTemplate(OPTIONS_TEMPLATE, 1, TemplateField.field(149, 4), TemplateField.field(34, 4));
            message.set(OPTIONS_TEMPLATE, OctetWriter.octets().u32(domain).u32(10L + number));
            sequence++;
        }
        if (number % REDEFINED_EACH == 0) {
            changed = !changed;
            message.template(CHANGING_TEMPLATE, changed ? SHORT : FlowValues.BASIC);
        }
        if (number % 83 == 0) {
            message.templateWithdrawal(WIDE_TEMPLATE);
        }
        message.set(WIDE_TEMPLATE, wide(1 + values.random().nextInt(10)));
        message.set(CHANGING_TEMPLATE, changing(values.random().nextInt(10)));
        return message.encode();
    }

    private OctetWriter[] wide(int records) {
        OctetWriter[] written = new OctetWriter[records];
        for (int i = 0; i < records; i++) {
            written[i] = values.wide();
        }
        sequence += records;
        return written;
    }

    private OctetWriter[] changing(int records) {
        OctetWriter[] written = new OctetWriter[records];
        for (int i = 0; i < records; i++) {
            written[i] = changed
                    ? OctetWriter.octets()
                            .address("10.9.0." + i)
                            .address("10.9.1.1")
                            .u32(values.random().nextInt(1 << 30))
                            .u16(i)
                    : values.basic();
        }
        sequence += records;
        return written;
    }
}
