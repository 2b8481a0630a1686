package io.flowledger.pipeline;

import io.flowledger.flow.decode.Datagram;
import io.flowledger.journal.read.JournalEntry;

/** A journal's entry as the decoder sees it. Valid as long as the entry is. */
final class JournaledDatagram implements Datagram {
    private final JournalEntry entry;

    JournaledDatagram(JournalEntry entry) {
        this.entry = entry;
    }

    @Override
    public long position() {
        return entry.position();
    }

    @Override
    public long nextPosition() {
        return entry.nextPosition();
    }

    @Override
    public long receivedAtNanos() {
        return entry.receivedAtNanos();
    }

    @Override
    public byte[] buffer() {
        return entry.buffer();
    }

    @Override
    public int addressOffset() {
        return entry.exporterAddressOffset();
    }

    @Override
    public int addressLength() {
        return entry.addressLength();
    }

    @Override
    public int payloadOffset() {
        return entry.payloadOffset();
    }

    @Override
    public int payloadLength() {
        return entry.payloadLength();
    }

    @Override
    public long session() {
        return entry.session();
    }

    @Override
    public boolean isSessionEnd() {
        return entry.isSessionEnd();
    }

    @Override
    public int listenerPort() {
        return entry.listenerPort();
    }

    @Override
    public long kernelDropped() {
        return entry.kernelDropped();
    }

    @Override
    public long journalFullDropped() {
        return entry.journalFullDropped();
    }
}
