package io.flowledger.source;

import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.connect.StoppedException;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Copies the datagrams of captures into a journal, with the receive times that the captures give. It waits when the journal is
 * full, so that nothing is refused. One thread.
 */
public final class ImportSource {
    private static final int DATAGRAMS_PER_FLUSH = 256;
    /** A fourth of the smallest journal, so that a full one finds something to delete. */
    private static final long OCTETS_PER_MARK = 256L << 10;

    private static final long PAUSE_NANOS = 10_000_000L;

    private final JournalWriter journal;
    private final ImportProgress progress;
    private final StopSignal stop;
    private final BooleanSupplier failed;
    private long marked;
    private long markCount;
    private long markPosition = -1;

    /**
     * An import into {@code journal}.
     *
     * @param progress notes how far a file is, for the user and for a restart
     * @param stop ends the import
     * @param failed true when those who read the journal have failed, so that waiting for room is in vain
     */
    public ImportSource(JournalWriter journal, ImportProgress progress, StopSignal stop, BooleanSupplier failed) {
        this.journal = journal;
        this.progress = progress;
        this.stop = stop;
        this.failed = failed;
    }

    /**
     * Appends the datagrams of {@code capture} from the {@code skip}th on, and waits until they are on the disk.
     *
     * @return datagrams of the capture, those skipped included
     * @throws IOException when the capture cannot be read, or the journal cannot be brought to the disk any more
     * @throws StoppedException when the stop signal came first
     */
    public long copy(CaptureReader capture, long skip) throws IOException {
        CapturedDatagram datagram = new CapturedDatagram();
        marked = journal.endPosition();
        markPosition = -1;
        long count = 0;
        while (capture.next(datagram)) {
            count++;
            if (count > skip) {
                append(datagram, count);
            }
            if (count % DATAGRAMS_PER_FLUSH == 0) {
                journal.flush();
                mark(count);
                progress.read(capture.octetsRead(), count);
            }
        }
        awaitDurable(journal.endPosition());
        progress.read(capture.totalOctets(), count);
        return count;
    }

    private void append(CapturedDatagram datagram, long number) throws IOException {
        if (datagram.dropped() > 0) {
            journal.kernelDropped(datagram.dropped());
        }
        int addressLength = datagram.exporterAddress().length;
        while (!journal.hasRoom(addressLength, datagram.payloadLength())) {
            journal.flush();
            mark(number - 1);
            pause();
        }
        journal.append(
                datagram.receivedAtNanos(),
                datagram.exporterAddress(),
                datagram.exporterPort(),
                datagram.listenerAddress(),
                datagram.listenerPort(),
                datagram.buffer(),
                datagram.payloadOffset(),
                datagram.payloadLength(),
                null);
    }

    /** Notes now and then which datagram is at which position, once that is on the disk. */
    private void mark(long count) throws IOException {
        if (markPosition >= 0 && journal.durablePosition() >= markPosition) {
            progress.durable(markCount, markPosition);
            marked = markPosition;
            markPosition = -1;
        }
        if (markPosition < 0 && journal.endPosition() - marked >= OCTETS_PER_MARK) {
            markCount = count;
            markPosition = journal.endPosition();
        }
        if (stop.isStopped()) {
            throw new StoppedException("import");
        }
    }

    private void awaitDurable(long position) throws IOException {
        journal.flush();
        while (journal.durablePosition() < position) {
            pause();
            journal.flush();
        }
    }

    private void pause() throws IOException {
        if (journal.syncFailed()) {
            throw new IOException(
                    "the journal of imports cannot be brought to the disk (its fsync failed; the kernel's log says"
                            + " why). Nothing is lost: when the disk is mended, the same command goes on from what is sure");
        }
        if (!stop.pause(PAUSE_NANOS) || failed.getAsBoolean()) {
            throw new StoppedException("import");
        }
    }
}
