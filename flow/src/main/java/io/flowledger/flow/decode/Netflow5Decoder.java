package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.plan.PgTime;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.netflow5.Netflow5Message;
import org.jspecify.annotations.Nullable;

/** NetFlow version 5 Messages. Owned by the decode thread. */
final class Netflow5Decoder {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int ENGINES = 256;

    private final SetDecoder sets;
    private final Netflow5Message message = new Netflow5Message();

    Netflow5Decoder(SetDecoder sets) {
        this.sets = sets;
    }

    /** Decodes a datagram; returns the stream that it belongs to. */
    ExportStream decode(ExporterSession session, Datagram datagram, Batch batch) {
        @Nullable
        DecodeFault refused = message.wrap(datagram.buffer(), datagram.payloadOffset(), datagram.payloadLength());
        if (refused != null) {
            return Decoder.refuse(session, refused, datagram, batch);
        }
        ExportStream stream = session.stream((long) message.engineType() * ENGINES + message.engineId());
        Decoder.countReceived(stream, datagram, batch);
        LedgerEntry ledger = stream.ledger(batch, datagram.receivedAtNanos());
        long exportNanos = message.unixSeconds() * NANOS_PER_SECOND + message.unixNanos();
        stream.clockSkewMillis((datagram.receivedAtNanos() - exportNanos) / 1_000_000);
        stream.options().samplingRate(message.samplingInterval());
        stream.message()
                .begin(
                        PgTime.ofNanos(datagram.receivedAtNanos()),
                        PgTime.ofNanos(exportNanos),
                        message.sysUptimeMillis(),
                        message.samplingInterval());
        stream.sequence().records(message.flowSequence(), message.headerCount(), ledger);
        if (message.recordCount() > 0) {
            sets.decodeFixed(
                    stream,
                    FixedRecords.NETFLOW_V5,
                    datagram,
                    message.recordOffset(0),
                    message.recordCount(),
                    message.samplingInterval() > 0,
                    batch);
        }
        DecodeFault fault = message.fault();
        if (fault != null) {
            ledger.skipSets(fault, 1);
            stream.fault(fault, datagram.receivedAtNanos());
        }
        ledger.add(LedgerCounter.DATAGRAMS_STORED, 1);
        return stream;
    }
}
