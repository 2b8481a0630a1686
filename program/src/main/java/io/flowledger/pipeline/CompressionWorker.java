package io.flowledger.pipeline;

import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SegmentCompressor;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * Compresses closed segments of a journal in a thread of its own. It yields to landing: it works only while no more waits to land
 * than a batch or two, and after each frame it rests longer than the frame took.
 */
public final class CompressionWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CompressionWorker.class.getName());
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final long FAILED_NANOS = 60_000_000_000L;
    private static final long BEHIND_OCTETS = 16 << 20;
    /** A quarter of one processor at the most. */
    private static final int RESTS = 3;

    private final JournalWriter journal;
    private final LongSupplier landedPosition;
    private final StopSignal closed = new StopSignal();
    private final Thread thread;
    private long workedSince;

    private CompressionWorker(JournalWriter journal, LongSupplier landedPosition) {
        this.journal = journal;
        this.landedPosition = landedPosition;
        this.thread = new Thread(this::run, "compress");
        thread.setDaemon(true);
    }

    /**
     * Starts; does nothing unless {@code on}.
     *
     * @param landedPosition before which everything has been committed
     */
    public static CompressionWorker start(JournalWriter journal, LongSupplier landedPosition, boolean on) {
        CompressionWorker worker = new CompressionWorker(journal, landedPosition);
        if (on) {
            worker.thread.start();
        }
        return worker;
    }

    private void run() {
        try {
            run(journal.compressor());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the files of the journal stay as they were written: {0}", e.getMessage());
        }
    }

    private void run(SegmentCompressor compressor) {
        while (!closed.isStopped()) {
            long rest = IDLE_NANOS;
            try {
                workedSince = System.nanoTime();
                if (!isBehind() && compressor.compressNext(this::rest)) {
                    rest = 0;
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a file of the journal stays as it was written: {0}", e.getMessage());
                rest = FAILED_NANOS;
            }
            closed.pause(rest);
        }
    }

    private boolean isBehind() {
        return journal.writtenPosition() - landedPosition.getAsLong() > BEHIND_OCTETS;
    }

    /** Rests after a frame, and for as long as landing is behind; false when it is time to end. */
    private boolean rest() {
        closed.pause(RESTS * (System.nanoTime() - workedSince));
        while (isBehind() && !closed.isStopped()) {
            closed.pause(IDLE_NANOS);
        }
        workedSince = System.nanoTime();
        return !closed.isStopped();
    }

    /** Ends; a segment that is being compressed stays as it is, and is compressed another time. */
    @Override
    public void close() {
        closed.stop(thread);
    }
}
