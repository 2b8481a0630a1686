package io.flowledger.fault;

import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;

/**
 * One source id of NetFlow version 9: its template comes only after a number of datagrams and is refreshed then; its samplers
 * are told by options that change; some data is for a template that never comes.
 */
final class Netflow9Traffic {
    private static final int REFRESH = 40;
    private static final int DATA_TEMPLATE = 260;
    private static final int OPTIONS_TEMPLATE = 261;
    private static final int NEVER = 999;

    private final FlowValues values;
    private final int sourceId;
    private final int templateAfter;
    private int count;

    Netflow9Traffic(FlowValues values, int sourceId, int templateAfter) {
        this.values = values;
        this.sourceId = sourceId;
        this.templateAfter = templateAfter;
    }

    byte[] next() {
        int number = count++;
        Netflow9Encoder message = Netflow9Encoder.message()
                .sourceId(sourceId)
                .unixSeconds(1_768_471_200L)
                .sequenceNumber(number);
        if (number >= templateAfter && (number - templateAfter) % REFRESH == 0) {
            template(message, number);
        }
        int records = 1 + values.random().nextInt(25);
        OctetWriter[] written = new OctetWriter[records];
        for (int i = 0; i < records; i++) {
            written[i] = values.basic();
        }
        message.count(records);
        message.set(DATA_TEMPLATE, written);
        if (values.random().nextInt(50) == 0) {
            message.set(NEVER, values.basic());
        }
        return message.encode();
    }

    private void template(Netflow9Encoder message, int number) {
        message.template(DATA_TEMPLATE, FlowValues.BASIC);
        message.optionsTemplate(
                OPTIONS_TEMPLATE,
                new TemplateField[] {TemplateField.field(1, 4)},
                TemplateField.field(48, 1),
                TemplateField.field(50, 4));
        message.set(
                OPTIONS_TEMPLATE,
                OctetWriter.octets().u32(1).u8(1).u32(100L + number),
                OctetWriter.octets().u32(1).u8(2).u32(1000L + number));
    }
}
