package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.netflow1.Netflow1Message;
import org.jspecify.annotations.Nullable;

/**
 * NetFlow version 1 datagrams. There is no sequence number.
 *
 * <p>Owned by the decode thread.
 */
final class Netflow1Decoder {

    private final FixedRecordIntake intake;
    private final Netflow1Message message = new Netflow1Message();

    Netflow1Decoder(FixedRecordIntake intake) {
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

        intake.take(
                stream,
                datagram,
                isPadded() ? FixedRecords.NETFLOW_V1_PADDED : FixedRecords.NETFLOW_V1,
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

    private boolean isPadded() {
        return message.recordOffset(1) - message.recordOffset(0) == Netflow1Message.PADDED_RECORD_LENGTH;
    }
}
