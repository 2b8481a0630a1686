package io.flowledger.flow.sample;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.MessageContext;
import io.flowledger.flow.plan.PacketElement;
import io.flowledger.flow.plan.PacketRow;
import io.flowledger.flow.plan.PacketValues;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.sflow.CounterSample;
import io.flowledger.wire.sflow.CounterStructure;
import io.flowledger.wire.sflow.DiscardedPacketSample;
import io.flowledger.wire.sflow.DropReason;
import io.flowledger.wire.sflow.FlowSample;
import io.flowledger.wire.sflow.SampledFlow;
import io.flowledger.wire.sflow.SflowDatagram;
import io.flowledger.wire.sflow.SflowRecords;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the samples of an sFlow datagram into rows: flow samples of the layout's table, discarded packets and counter records
 * of their own.
 *
 * <p>Each sample is first read, which gives its fault, then appended, so that the caller can say where. sFlow has no times:
 * rows have a receive time only. Owned by the decode thread; allocates nothing a sample.
 */
public final class SampleRows {
    private final SflowDatagram datagram;
    private final FlowSample flowSample = new FlowSample();
    private final DiscardedPacketSample discarded = new DiscardedPacketSample();
    private final CounterSample counterSample = new CounterSample();
    private final SampledFlow flow = new SampledFlow();
    private final PacketValues values = new PacketValues();
    private final PacketRow flowRow;
    private final PacketRow discardedRow;
    private final CounterRow counterRow = new CounterRow();
    private final SampleDocument sampleDocument;
    private final DiscardDocument discardDocument;
    private final EnumMap<DropReason, byte[]> reasonNames = new EnumMap<>(DropReason.class);
    private @Nullable CounterStructure structure;
    private int skippedCounterRecords;

    /**
     * Rows of the samples at which {@code datagram} stands.
     *
     * @param layout the table of flow samples
     * @param extra whether values without a column are kept
     */
    public SampleRows(SflowDatagram datagram, Layout layout, boolean extra) {
        this.datagram = datagram;
        this.flowRow = new PacketRow(layout, extra, Map.of());
        this.discardedRow = new PacketRow(
                SideTable.DISCARDED_PACKET.layout(),
                extra,
                Map.of("reason", PacketElement.DROP_REASON, "reason_name", PacketElement.DROP_REASON_NAME));
        this.sampleDocument = new SampleDocument(datagram, flowSample, flow);
        this.discardDocument = new DiscardDocument(datagram, discarded, flow);
        for (DropReason reason : DropReason.values()) {
            reasonNames.put(reason, reason.label().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Columns of flow samples' rows. */
    public List<Column> flowColumns() {
        return flowRow.columns();
    }

    /** Columns of discarded packets' rows. */
    public List<Column> discardedColumns() {
        return discardedRow.columns();
    }

    /** Columns of counter records' rows. */
    public List<Column> counterColumns() {
        return CounterRow.columns();
    }

    /**
     * Reads the current flow sample; a fault for which nothing can be used has {@link DecodeFault#skipped()} RECORD.
     *
     * @param overridingRate sampling rate that holds whatever the sample says, or 0
     */
    public @Nullable DecodeFault readFlow(long overridingRate) {
        DecodeFault cut = flowSample.wrap(datagram);
        if (cut != null) {
            return cut;
        }
        DecodeFault fault = flow.read(flowSample.records());
        values.clear();
        values.number(PacketElement.SAMPLING_RATE, overridingRate == 0 ? PacketValues.ABSENT : overridingRate);
        SampledPacket.read(flowSample, flow, datagram.buffer(), values);
        return fault;
    }

    /** The sampling rate that the flow sample just read says, 0 when it says none. */
    public long flowSamplingRate() {
        return flowSample.samplingRate();
    }

    /** True when the layout can hold the flow sample just read. */
    public boolean acceptsFlow() {
        return flowRow.accepts(values);
    }

    /** Appends the row of the flow sample just read; returns its octets. */
    public int appendFlow(MessageContext message, RowBuffer rows, long position, int ledgerIndex) {
        sampleDocument.exporter(message.exporter());
        return flowRow.append(message, values, sampleDocument, room(), rows, position, ledgerIndex);
    }

    /** As {@link #readFlow} for a discarded packet. */
    public @Nullable DecodeFault readDiscarded() {
        DecodeFault cut = discarded.wrap(datagram);
        if (cut != null) {
            return cut;
        }
        DecodeFault fault = flow.read(discarded.records());
        values.clear();
        values.number(PacketElement.DROP_REASON, discarded.reason());
        DropReason reason = DropReason.find(discarded.reason());
        byte[] name = reason == null ? null : reasonNames.get(reason);
        if (name != null) {
            values.octets(PacketElement.DROP_REASON_NAME, name, 0, name.length);
        }
        values.number(PacketElement.INPUT_INTERFACE, discarded.inputIfIndex());
        values.number(PacketElement.OUTPUT_INTERFACE, discarded.outputIfIndex());
        SampledPacket.read(flow, datagram.buffer(), values);
        return fault;
    }

    /** Appends the row of the discarded packet just read; returns its octets. */
    public int appendDiscarded(MessageContext message, RowBuffer rows, long position, int ledgerIndex) {
        discardDocument.exporter(message.exporter());
        return discardedRow.append(message, values, discardDocument, room(), rows, position, ledgerIndex);
    }

    /** Reads the head of the current counter sample. */
    public @Nullable DecodeFault readCounters() {
        skippedCounterRecords = 0;
        return counterSample.wrap(datagram);
    }

    /** Steps to the next record of the counter sample whose structure is known. */
    public boolean nextCounters() {
        SflowRecords records = counterSample.records();
        while (records.next()) {
            structure = CounterStructure.find(records.dataFormat());
            if (structure != null && structure.fieldsWithin(records.length()) > 0) {
                return true;
            }
            if (structure == null) {
                skippedCounterRecords++;
            }
        }
        return false;
    }

    /** Records of the counter sample stepped over so far because their format is not known. */
    public int skippedCounterRecords() {
        return skippedCounterRecords;
    }

    /** Records of the flow sample or discarded packet just read whose format is not known. */
    public int skippedFlowRecords() {
        return flow.skippedRecordCount();
    }

    /** Why the records of the counter sample ended early, or null. */
    public @Nullable DecodeFault countersFault() {
        return counterSample.records().fault();
    }

    /** Appends the row of the counter record just stepped to; returns its octets. */
    public int appendCounters(MessageContext message, RowBuffer rows, long position, int ledgerIndex) {
        CounterStructure of = structure;
        if (of == null) {
            throw new IllegalStateException("no counter record was stepped to");
        }
        return counterRow.append(
                message, datagram, counterSample, of, counterSample.records(), rows, position, ledgerIndex);
    }

    /** What text and document of the current sample can take. */
    private int room() {
        return PacketDocument.CONSTANT_OCTETS + PacketDocument.FACTOR * datagram.sampleLength();
    }
}
