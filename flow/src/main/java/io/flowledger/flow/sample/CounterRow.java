package io.flowledger.flow.sample;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.SampleLayouts;
import io.flowledger.flow.plan.JsonObject;
import io.flowledger.flow.plan.MemberSource;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.TupleWriter;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.sflow.CounterSample;
import io.flowledger.wire.sflow.CounterStructure;
import io.flowledger.wire.sflow.SflowDatagram;
import io.flowledger.wire.sflow.SflowRecords;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns counter records into rows of {@link SampleLayouts#SFLOW_COUNTER}. A counter that an agent does not support is NULL.
 *
 * <p>Not thread safe; re-used from record to record.
 */
final class CounterRow implements MemberSource {
    private static final List<Column> COLUMNS = SampleLayouts.SFLOW_COUNTER.columns();
    private static final int MAC_OCTETS = 6;
    private static final int NAME_OCTETS = 64;

    private final TupleWriter writer = new TupleWriter();
    private final Map<CounterStructure, Names> names = new HashMap<>();
    private final byte[] mac = new byte[MAC_OCTETS];
    private CounterStructure structure = CounterStructure.IF_COUNTERS;
    private byte[] in = {};
    private int offset;
    private int fields;

    /** A structure's name and the keys of its members, as they are written. */
    private static final class Names {
        private final byte[] structure;
        private final byte[][] keys;
        private final int octets;

        Names(byte[] structure, byte[][] keys, int octets) {
            this.structure = structure;
            this.keys = keys;
            this.octets = octets;
        }
    }

    CounterRow() {
        for (CounterStructure known : CounterStructure.all()) {
            byte[][] keys = new byte[known.fieldCount()][];
            int octets = 0;
            for (int i = 0; i < keys.length; i++) {
                keys[i] = JsonObject.key(known.fieldName(i));
                octets += keys[i].length + JsonObject.MEMBER_OCTETS;
            }
            byte[] name = known.name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            names.put(known, new Names(name, keys, octets));
        }
    }

    /** The columns of the rows: always the same list object. */
    static List<Column> columns() {
        return COLUMNS;
    }

    /** Appends a row for the record at which {@code records} stands; returns its octets. */
    int append(
            MessageContext message,
            SflowDatagram datagram,
            CounterSample sample,
            CounterStructure of,
            SflowRecords records,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        structure = of;
        in = records.buffer();
        offset = records.offset();
        fields = of.fieldsWithin(records.length());
        Names named = names(of);
        writer.begin(rows, COLUMNS.size(), NAME_OCTETS + named.octets);
        writer.receivedAt(message);
        writer.exporter(message);
        boolean agentIsExporter =
                message.exporter().matches(in, datagram.agentAddressOffset(), datagram.agentAddressLength());
        writer.inet(in, datagram.agentAddressOffset(), agentIsExporter ? 0 : datagram.agentAddressLength());
        writer.bigint(message.observationDomain());
        known(sample.sequenceNumber());
        known(sample.sourceIdType());
        known(sample.sourceIdIndex());
        writer.text(named.structure, 0, named.structure.length);
        if (of == CounterStructure.IF_COUNTERS) {
            for (int field = 0; field < of.fieldCount(); field++) {
                interfaceCounter(message, field);
            }
            writer.nullValue();
        } else {
            for (int field = 0; field < CounterStructure.IF_COUNTERS.fieldCount(); field++) {
                writer.nullValue();
            }
            writer.document(this);
        }
        return writer.end(rows, position, ledgerIndex);
    }

    private Names names(CounterStructure of) {
        Names named = names.get(of);
        if (named == null) {
            throw new IllegalStateException("counter structure " + of + " has no names");
        }
        return named;
    }

    private void known(long value) {
        if (value < 0) {
            writer.nullValue();
        } else {
            writer.bigint(value);
        }
    }

    private void interfaceCounter(MessageContext message, int field) {
        if (field >= fields) {
            writer.nullValue();
            return;
        }
        long value = structure.value(in, offset, field);
        if (structure.isUnsupported(field, value)) {
            writer.nullValue();
        } else {
            writer.bigint(message.atMost(Long.MAX_VALUE, value));
        }
    }

    @Override
    public void writeTo(JsonObject document) {
        byte[][] keys = names(structure).keys;
        for (int field = 0; field < fields; field++) {
            long value = structure.value(in, offset, field);
            if (structure.isUnsupported(field, value)) {
                document.nullValue(keys[field]);
                continue;
            }
            switch (structure.fieldKind(field)) {
                case UNSIGNED32, UNSIGNED64 -> document.number(keys[field], value);
                case FLOAT32 -> document.decimal(keys[field], Float.intBitsToFloat((int) value));
                case MAC_ADDRESS -> {
                    Octets.putU16(mac, 0, (int) (value >>> 32));
                    Octets.putU32(mac, 2, value & 0xFFFF_FFFFL);
                    document.mac(keys[field], mac, 0);
                }
            }
        }
    }
}
