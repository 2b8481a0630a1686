package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.flow.sample.SampleRows;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.sflow.SflowDatagram;
import org.jspecify.annotations.Nullable;

/**
 * sFlow version 5 datagrams. A stream is a sub-agent: it is what numbers datagrams ("sFlow Version 5" section 5,
 * sample_datagram_v5).
 *
 * <p>A sample is a record in the books; counter samples count as options records, discarded packets as such. A sample
 * whose format is not known is a record skipped, a record of such a format within a sample counts under the Sets. Owned by the
 * decode thread.
 */
final class SflowDecoder {
    private final SflowDatagram message = new SflowDatagram();
    private final SampleRows samples;

    SflowDecoder(Layout layout, boolean extra) {
        this.samples = new SampleRows(message, layout, extra);
    }

    /** Decodes a datagram; returns the stream that it belongs to, null when there is no room for it. */
    @Nullable
    ExportStream decode(ExporterSession session, Datagram datagram, Batch batch) {
        DecodeFault refused = message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
        if (refused != null) {
            return Decoder.refuse(session, refused, datagram, batch);
        }
        ExportStream stream = session.stream(message.subAgentId());
        if (stream == null) {
            return null;
        }
        Decoder.countReceived(stream, datagram, batch);
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        long receivedAt = PgTime.ofNanos(datagram.receivedAtNanos());
        stream.message().begin(receivedAt, receivedAt, 0, 0, SamplingOrigin.UNKNOWN);
        stream.sequence().datagram(message.sequenceNumber(), ledger);
        while (message.nextSample()) {
            if (message.isFlowSample()) {
                takeFlow(stream, ledger, datagram, batch);
            } else if (message.isCounterSample()) {
                takeCounters(stream, ledger, datagram, batch);
            } else if (message.isDiscardedPacketSample()) {
                takeDiscarded(stream, ledger, datagram, batch);
            } else {
                ledger.add(LedgerCounter.RECORDS_SEEN, 1);
                skip(stream, DecodeFault.SFLOW_FORMAT_UNKNOWN, datagram, ledger);
            }
        }
        note(stream, message.fault(), datagram, ledger);
        ledger.add(LedgerCounter.VALUES_SATURATED, stream.message().takeSaturated());
        ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
        return stream;
    }

    private void takeFlow(ExportStream stream, LedgerEntry ledger, Datagram datagram, Batch batch) {
        StreamOptions options = stream.options();
        DecodeFault fault = samples.readFlow(options.isSamplingOverridden() ? options.samplingRate() : 0);
        ledger.add(LedgerCounter.RECORDS_SEEN, 1);
        if (fault == DecodeFault.SFLOW_SAMPLE_CUT) {
            skip(stream, fault, datagram, ledger);
            return;
        }
        if (!samples.acceptsFlow()) {
            ledger.skipRecords(DecodeFault.REQUIRED_ELEMENT_MISSING, 1);
        } else {
            options.samplingRate(samples.flowSamplingRate(), SamplingOrigin.PACKET);
            stream.message().rowOrigin(options.samplingOrigin());
            RowBuffer rows = batch.buffer(samples.flowColumns(), ReceiveTime.hourSeconds(datagram.receivedAtNanos()));
            int octets = samples.appendFlow(
                    stream.message(), rows, datagram.position(), ledgerIndex(stream, datagram, batch));
            batch.countRows(1, octets);
            ledger.add(LedgerCounter.ROWS, 1);
        }
        note(stream, fault, datagram, ledger);
        noteUnknown(stream, samples.skippedFlowRecords(), datagram, ledger);
    }

    private void takeDiscarded(ExportStream stream, LedgerEntry ledger, Datagram datagram, Batch batch) {
        DecodeFault fault = samples.readDiscarded();
        ledger.add(LedgerCounter.RECORDS_SEEN, 1);
        if (fault == DecodeFault.SFLOW_SAMPLE_CUT) {
            skip(stream, fault, datagram, ledger);
            return;
        }
        RowBuffer rows = batch.sideRows(SideTable.DISCARDED_PACKET)
                .buffer(samples.discardedColumns(), ReceiveTime.hourSeconds(datagram.receivedAtNanos()));
        int octets = samples.appendDiscarded(
                stream.message(), rows, datagram.position(), ledgerIndex(stream, datagram, batch));
        batch.countRows(1, octets);
        ledger.add(LedgerCounter.DISCARDED_PACKETS, 1);
        note(stream, fault, datagram, ledger);
        noteUnknown(stream, samples.skippedFlowRecords(), datagram, ledger);
    }

    private void takeCounters(ExportStream stream, LedgerEntry ledger, Datagram datagram, Batch batch) {
        DecodeFault fault = samples.readCounters();
        ledger.add(LedgerCounter.RECORDS_SEEN, 1);
        if (fault != null) {
            skip(stream, fault, datagram, ledger);
            return;
        }
        ledger.add(LedgerCounter.OPTIONS_RECORDS, 1);
        RowBuffer rows = batch.sideRows(SideTable.SFLOW_COUNTER)
                .buffer(samples.counterColumns(), ReceiveTime.hourSeconds(datagram.receivedAtNanos()));
        while (samples.nextCounters()) {
            int octets = samples.appendCounters(
                    stream.message(), rows, datagram.position(), ledgerIndex(stream, datagram, batch));
            batch.countRows(1, octets);
            ledger.add(LedgerCounter.COUNTER_ROWS, 1);
        }
        note(stream, samples.countersFault(), datagram, ledger);
        noteUnknown(stream, samples.skippedCounterRecords(), datagram, ledger);
    }

    private static void skip(ExportStream stream, DecodeFault fault, Datagram datagram, LedgerEntry ledger) {
        ledger.skipRecords(fault, 1);
        stream.fault(fault, datagram.receivedAtNanos());
    }

    /** Counts a fault within a sample that was kept, or at the end of the datagram, under the Sets: a part was lost. */
    private static void note(ExportStream stream, @Nullable DecodeFault fault, Datagram datagram, LedgerEntry ledger) {
        if (fault != null) {
            ledger.skipSets(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
    }

    private static void noteUnknown(ExportStream stream, int records, Datagram datagram, LedgerEntry ledger) {
        if (records > 0) {
            ledger.skipSets(DecodeFault.SFLOW_FORMAT_UNKNOWN, records);
            stream.fault(DecodeFault.SFLOW_FORMAT_UNKNOWN, datagram.receivedAtNanos());
        }
    }

    private static int ledgerIndex(ExportStream stream, Datagram datagram, Batch batch) {
        return stream.ledgerIndex(batch, datagram.receivedAtNanos());
    }
}
