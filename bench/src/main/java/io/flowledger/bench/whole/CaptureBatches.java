package io.flowledger.bench.whole;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.capture.CapturedDatagram;
import io.flowledger.pipeline.CapturedDatagrams;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a capture in batches of as many rows as the program takes, decoded in a thread of its own without a journal; a
 * few batches go round.
 *
 * <p>Batches may be taken and given back by any thread.
 */
final class CaptureBatches {
    private static final int BATCH_ROWS = 50_000;
    private static final Duration LONG_TIME = Duration.ofDays(3650);
    private static final int SESSIONS = 100_000;

    /** What follows the last batch. */
    private static final Batch END = new Batch();

    private final Path capture;
    private final Decoder decoder;
    private final CapturedDatagrams datagrams = new CapturedDatagrams();
    private final BlockingQueue<Batch> empty = new LinkedBlockingQueue<>();
    private final BlockingQueue<Batch> full = new LinkedBlockingQueue<>();
    private volatile @Nullable Exception failure;
    private long taken;

    /**
     * A batch with its place among all.
     *
     * @param number from 0
     */
    record Numbered(Batch batch, long number) {}

    /** @param batches that go round */
    CaptureBatches(Path capture, Layout layout, int batches) {
        this.capture = capture;
        this.decoder = new Decoder(
                new PlanCompiler(layout, ElementRegistry.standard(), true),
                new DecoderSettings(Limits.standard(), SESSIONS, LONG_TIME, LONG_TIME, SESSIONS, 1L << 28),
                datagrams,
                null);
        for (int i = 0; i < batches; i++) {
            empty.add(new Batch());
        }
    }

    /** Begins to decode. */
    void start() {
        new Thread(this::decode, "decode").start();
    }

    private void decode() {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            Batch batch = empty.take();
            batch.begin(datagrams.nextPosition());
            CapturedDatagram captured = new CapturedDatagram();
            while (reader.next(captured)) {
                decoder.decode(datagrams.take(captured), batch);
                if (batch.rowCount() >= BATCH_ROWS) {
                    decoder.finish(batch);
                    full.put(batch);
                    batch = empty.take();
                    batch.begin(datagrams.nextPosition());
                }
            }
            decoder.finish(batch);
            full.put(batch);
        } catch (IOException | InterruptedException | RuntimeException e) {
            failure = e;
        } finally {
            full.add(END);
        }
    }

    /** The next batch; null when there is none any more. */
    @SuppressWarnings("ReferenceEquality") // the end is one object
    synchronized @Nullable Numbered take() throws IOException, InterruptedException {
        Batch batch = full.take();
        if (batch != END) {
            return new Numbered(batch, taken++);
        }
        full.put(END);
        if (failure != null) {
            throw new IOException("reading " + capture, failure);
        }
        return null;
    }

    /** The batch may be filled again. */
    void giveBack(Batch batch) {
        empty.add(batch);
    }
}
