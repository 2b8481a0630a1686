package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.StreamOptions;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.ipfix.IpfixMessage;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import org.jspecify.annotations.Nullable;

/** IPFIX Messages (RFC 7011). Owned by the decode thread. */
final class IpfixDecoder {
    private final Limits limits;
    private final TemplateIntake templates;
    private final DataSetIntake dataSets;
    private final IpfixMessage message = new IpfixMessage();

    IpfixDecoder(Limits limits, TemplateIntake templates, DataSetIntake dataSets) {
        this.limits = limits;
        this.templates = templates;
        this.dataSets = dataSets;
    }

    /** Decodes a datagram; returns the stream that it belongs to, null when there is no room for it. */
    @Nullable
    ExportStream decode(ExporterSession session, Datagram datagram, Batch batch) {
        DecodeFault refused = message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
        if (refused != null) {
            return Decoder.refuse(session, refused, datagram, batch);
        }
        ExportStream stream = session.stream(message.observationDomain());
        if (stream == null) {
            return null;
        }
        Decoder.countReceived(stream, datagram, batch);
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        stream.clockSkewMillis(datagram.receivedAtNanos() / 1_000_000 - message.exportTimeSeconds() * 1000);
        templates.begin(session, stream, datagram, batch);
        dataSets.begin();
        while (message.nextSet()) {
            int setId = message.setId();
            if (IpfixMessage.isDataSet(setId)) {
                dataSets.take(
                        session,
                        stream,
                        datagram,
                        setId,
                        message.contentOffset(),
                        message.contentLength(),
                        beginMessage(stream, datagram),
                        batch);
            } else {
                message.readTemplates(limits, templates);
                dataSets.keep();
            }
        }
        DecodeFault fault = message.fault();
        if (fault != null) {
            templates.fault(fault);
            if (fault.skipped() != DecodeFault.Skipped.NOTHING) {
                dataSets.lost();
            }
        }
        long records = dataSets.isUncounted() ? SequenceTracker.UNKNOWN : dataSets.flowRecords();
        session.sequence(stream)
                .ipfix(
                        message.sequenceNumber(),
                        records,
                        dataSets.optionsRecords(),
                        message.exportTimeSeconds(),
                        ledger);
        dataSets.end(stream, datagram, batch);
        return stream;
    }

    /** Decodes a Set of an earlier datagram whose template has come. */
    void decodeParked(
            ExportStream stream,
            Template template,
            TemplateStore sessionTemplates,
            Datagram datagram,
            ParkedSet set,
            Batch batch) {
        if (message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength()) == null) {
            dataSets.takeParked(
                    stream, template, sessionTemplates, datagram, set, beginMessage(stream, datagram), batch);
        }
    }

    /**
     * Sets the context of rows before a Set, since an options Set may have changed it; returns whether uptimes can be turned
     * into times, which in IPFIX needs an option that says when the exporter began.
     */
    private boolean beginMessage(ExportStream stream, Datagram datagram) {
        StreamOptions options = stream.options();
        long init = options.systemInitMillis();
        boolean uptimeKnown = init != StreamOptions.UNKNOWN_TIME;
        long exportMillis = message.exportTimeSeconds() * 1000;
        stream.message()
                .begin(
                        PgTime.ofNanos(datagram.receivedAtNanos()),
                        PgTime.ofSeconds(message.exportTimeSeconds()),
                        uptimeKnown ? exportMillis - init : 0,
                        options.samplingRate(),
                        options.samplingOrigin());
        return uptimeKnown;
    }
}
