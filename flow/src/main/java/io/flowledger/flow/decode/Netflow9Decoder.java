package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.netflow9.Netflow9Message;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import org.jspecify.annotations.Nullable;

/** NetFlow version 9 Messages (RFC 3954). Owned by the decode thread. */
final class Netflow9Decoder {
    private final Limits limits;
    private final TemplateIntake templates;
    private final DataSetIntake dataSets;
    private final Netflow9Message message = new Netflow9Message();

    Netflow9Decoder(Limits limits, TemplateIntake templates, DataSetIntake dataSets) {
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
        stream.clockSkewMillis(datagram.receivedAtNanos() / 1_000_000 - message.unixSeconds() * 1000);
        stream.sequence().datagram(message.sequenceNumber(), message.unixSeconds(), ledger);
        templates.begin(session, stream, datagram, batch);
        dataSets.begin();
        beginMessage(stream, datagram);
        while (message.nextSet()) {
            int setId = message.setId();
            if (Netflow9Message.isDataSet(setId)) {
                dataSets.take(
                        session,
                        stream,
                        datagram,
                        setId,
                        message.contentOffset(),
                        message.contentLength(),
                        true,
                        batch);
                beginMessage(stream, datagram);
            } else {
                message.readTemplates(limits, templates);
                dataSets.keep();
            }
        }
        DecodeFault fault = message.fault();
        if (fault != null) {
            templates.fault(fault);
        }
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
            beginMessage(stream, datagram);
            dataSets.takeParked(stream, template, sessionTemplates, datagram, set, true, batch);
        }
    }

    /** The context of rows; set anew after each Set, since an options Set may have changed the sampling rate. */
    private void beginMessage(ExportStream stream, Datagram datagram) {
        stream.message()
                .begin(
                        PgTime.ofNanos(datagram.receivedAtNanos()),
                        PgTime.ofSeconds(message.unixSeconds()),
                        message.sysUptimeMillis(),
                        stream.options().samplingRate(),
                        stream.options().samplingOrigin());
    }
}
