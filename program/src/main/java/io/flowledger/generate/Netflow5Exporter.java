package io.flowledger.generate;

import io.flowledger.generate.RecordForm.FormField;
import io.flowledger.wire.cursor.Octets;
import java.util.List;

/**
 * Sends NetFlow version 5 (Cisco, NetFlow Export Datagram Format, tables B-3 and B-4).
 *
 * <pre>
 *  0 version  2 count  4 uptime  8 seconds  12 nanoseconds  16 flow sequence  20 engine type, id  22 sampling
 * </pre>
 */
final class Netflow5Exporter extends Exporter {
    private static final int HEADER_LENGTH = 24;
    private static final int RECORD_LENGTH = 48;
    private static final int MOST_RECORDS = 30;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int SAMPLING_MODE = 1 << 14;

    /** Table B-4; no template tells it, so that its elements have no numbers. */
    private static final List<FormField> FIELDS = List.of(
            new FormField(0, 4, FlowValue.SOURCE_LOW),
            new FormField(0, 4, FlowValue.DESTINATION_LOW),
            new FormField(0, 4, FlowValue.NEXT_HOP_LOW),
            new FormField(0, 2, FlowValue.INPUT_INTERFACE),
            new FormField(0, 2, FlowValue.OUTPUT_INTERFACE),
            new FormField(0, 4, FlowValue.PACKETS),
            new FormField(0, 4, FlowValue.OCTETS),
            new FormField(0, 4, FlowValue.START_UPTIME),
            new FormField(0, 4, FlowValue.END_UPTIME),
            new FormField(0, 2, FlowValue.SOURCE_PORT),
            new FormField(0, 2, FlowValue.DESTINATION_PORT),
            new FormField(0, 1, FlowValue.ZERO),
            new FormField(0, 1, FlowValue.TCP_FLAGS),
            new FormField(0, 1, FlowValue.PROTOCOL),
            new FormField(0, 1, FlowValue.TOS),
            new FormField(0, 2, FlowValue.SOURCE_AS),
            new FormField(0, 2, FlowValue.DESTINATION_AS),
            new FormField(0, 1, FlowValue.SOURCE_MASK),
            new FormField(0, 1, FlowValue.DESTINATION_MASK),
            new FormField(0, 2, FlowValue.ZERO));

    private final FlowDraw draw;
    private final FlowBlock block;
    private final RecordForm form = new RecordForm(0, FIELDS);
    private final int records;
    private long sequence;

    Netflow5Exporter(int number, long startMillis, GeneratorSettings settings, int samplingRate, Workspace work) {
        super(number, startMillis, samplingRate);
        this.draw = work.draw();
        this.block = work.block();
        int fitting = Math.min(MOST_RECORDS, (settings.datagramOctets() - HEADER_LENGTH) / RECORD_LENGTH);
        this.records = settings.recordsPerDatagram() == 0 ? fitting : Math.min(fitting, settings.recordsPerDatagram());
    }

    @Override
    int next(long nanos, long mostRecords, byte[] out, Tally tally) {
        int count = (int) Math.min(records, mostRecords);
        long millis = nanos / NANOS_PER_MILLI;
        draw.draw(block, 0, count, false, number(), millis, bootMillis(), 0);
        Octets.putU16(out, 0, 5);
        Octets.putU16(out, 2, count);
        Octets.putU32(out, 4, millis - bootMillis());
        Octets.putU32(out, 8, nanos / NANOS_PER_SECOND);
        Octets.putU32(out, 12, millis % 1000 * NANOS_PER_MILLI);
        Octets.putU32(out, 16, sequence);
        Octets.putU16(out, 20, number() & 0xff);
        Octets.putU16(out, 22, samplingRate() == 0 ? 0 : SAMPLING_MODE | samplingRate());
        sequence += count;
        int end = form.put(block, 0, count, out, HEADER_LENGTH);
        tally.addRecords(count, block.sum(FlowValue.OCTETS, 0, count), block.sum(FlowValue.PACKETS, 0, count));
        return end;
    }
}
