package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.netflow7.Netflow7Message;
import org.jspecify.annotations.Nullable;

/**
 * NetFlow version 7 datagrams of Catalyst switches.
 *
 * <p>Owned by the decode thread.
 */
final class Netflow7Decoder {

    private final FixedRecordIntake intake;
    private final Netflow7Message message = new Netflow7Message();

    Netflow7Decoder(FixedRecordIntake intake) {
        this.intake = intake;
    }

    /** Decodes a datagram; returns the stream that it belongs to, null when there is no room for it. */
    @Nullable
    ExportStream decode(ExporterSession session, Datagram datagram, Batch batch) {
        DecodeFault refused = message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
        if (refused != null) {
            return Decoder.refuse(session, refused, datagram, batch);
        }
        ExportStream stream = session.stream(0);
        if (stream == null) {
            return null;
        }
        Decoder.countReceived(stream, datagram, batch);
        stream.sequence()
                .records(
                        message.flowSequence(),
                        message.headerCount(),
                        message.unixSeconds(),
                        stream.ledger(batch, datagram.receivedAtNanos()));
        intake.take(
                stream,
                datagram,
                FixedRecords.NETFLOW_V7,
                message.recordOffset(0),
                message.recordCount(),
                message.unixSeconds(),
                message.unixNanos(),
                message.sysUptimeMillis(),
                0,
                message.fault(),
                batch);
        return stream;
    }
}
