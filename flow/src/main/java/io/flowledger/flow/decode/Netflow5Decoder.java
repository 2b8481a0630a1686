package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.netflow5.Netflow5Message;
import org.jspecify.annotations.Nullable;

/**
 * NetFlow version 5 datagrams.
 *
 * <p>Owned by the decode thread.
 */
final class Netflow5Decoder {
    private static final int ENGINES = 256;
    private final FixedRecordIntake intake;
    private final Netflow5Message message = new Netflow5Message();

    Netflow5Decoder(FixedRecordIntake intake) {
        this.intake = intake;
    }

    /** Decodes a datagram; returns the stream that it belongs to, null when there is no room for it. */
    @Nullable
    ExportStream decode(ExporterSession session, Datagram datagram, Batch batch) {
        DecodeFault refused = message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
        if (refused != null) {
            return Decoder.refuse(session, refused, datagram, batch);
        }
        ExportStream stream = session.stream((long) message.engineType() * ENGINES + message.engineId());
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
                FixedRecords.NETFLOW_V5,
                message.recordOffset(0),
                message.recordCount(),
                message.unixSeconds(),
                message.unixNanos(),
                message.sysUptimeMillis(),
                message.samplingInterval(),
                message.fault(),
                batch);
        return stream;
    }
}
