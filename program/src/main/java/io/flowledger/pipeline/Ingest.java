package io.flowledger.pipeline;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.ingest.Landing;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a journal into the database: one thread decodes the next batch while others land those before.
 *
 * <pre>
 *   journal --read--> decode thread --full--> landing threads --COPY, COMMIT--> PostgreSQL
 *                          ^                         |
 *                          +--------- empty ---------+      one batch more than landing threads goes round
 * </pre>
 *
 * <p>While the database is away the landing threads wait, the decode thread waits for an empty batch, and datagrams stay where
 * they are safe: in the journal. While there is no room the decode thread waits with its batch, so that no transaction is left
 * open. {@link #close()} lands what is in hand if the database is there and has room.
 */
public final class Ingest implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ingest.class.getName());

    private static final long IDLE_NANOS = 2_000_000L;
    private static final int DATAGRAMS_PER_CLOCK_CHECK = 32;
    /** What 50,000 rows of the layout flows take: the rows of many exporters shall not take more memory than those of few. */
    private static final long BATCH_OCTETS = 12L << 20;

    private static final int MANY_STREAMS = 1000;
    private static final int ROWS_FACTOR = 4;
    private static final long LANDED_POLL_MILLIS = 10;
    private static final long DELETE_INTERVAL_NANOS = 1_000_000_000L;

    private final JournalWriter journal;
    private final IngestSettings settings;
    private final Landing landing;
    private final Decoder decoder;
    private final JournalReader reader;
    private final JournalDatagramSource parked;
    private final LongSupplier keepFrom;
    private final LongSupplier readable;
    private final Room room;
    private final Consumer<Throwable> onFailure;
    private final LedgerTotals totals = new LedgerTotals();
    private final IngestCounters counters = new IngestCounters();
    private final BlockingQueue<Handover> full;
    private final BlockingQueue<Batch> empty;
    private final Thread decodeThread;
    private final List<Thread> landThreads = new ArrayList<>();
    private volatile long landedPosition;
    private final AtomicLong landedBatches = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    /** Everything before it was decoded and handed over, and what lies between the last entry and it is none. */
    private volatile long decodedThrough;

    private volatile boolean stopping;
    private volatile boolean settling;
    private volatile boolean settled;
    private volatile @Nullable Throwable failure;
    private long landedNumber = -1;
    private long neededPosition;
    private long deletedAtNanoTime;
    private long corruptOctetsSeen;
    private long refusedSeen;

    /** A batch to land, its number, and the lowest journal position that is needed when it has landed; null batch: the end. */
    private record Handover(@Nullable Batch batch, long number, long needed) {}

    private static final Handover END = new Handover(null, 0, 0);

    /**
     * Restores the decoder's state from the database; nothing moves before {@link #start()}.
     *
     * @param keepFrom journal position from which on the journal must be kept for others than the ingest
     * @param readable journal position before which entries may land
     * @param room for what is landed
     * @param onFailure told once of what ends the ingest, on one of its threads
     */
    public Ingest(
            JournalWriter journal,
            Path journalDirectory,
            Store store,
            Source source,
            PlanCompiler compiler,
            IngestSettings settings,
            LongSupplier keepFrom,
            LongSupplier readable,
            Room room,
            Consumer<Throwable> onFailure)
            throws SQLException, IOException {
        this.journal = journal;
        this.settings = settings;
        this.keepFrom = keepFrom;
        this.readable = readable;
        this.room = room;
        this.onFailure = onFailure;
        RestoredState state = store.restore(source);
        this.landing = store.landing(source, settings.connections());
        this.parked = new JournalDatagramSource(journalDirectory);
        this.decoder = new Decoder(compiler, settings.decoder(), parked, null);
        decoder.restore(state);
        this.reader = JournalReader.open(journalDirectory);
        reader.seek(landing.position());
        this.landedPosition = landing.position();
        int batches = settings.connections() + 1;
        this.full = new ArrayBlockingQueue<>(batches);
        this.empty = new ArrayBlockingQueue<>(batches);
        for (int i = 0; i < batches; i++) {
            empty.add(new Batch());
        }
        this.decodeThread = new Thread(guarded(this::decode), "decode");
        for (int i = 0; i < settings.connections(); i++) {
            int lane = i;
            landThreads.add(new Thread(guarded(() -> land(lane)), "land " + lane));
        }
    }

    /** Begins to decode and land. */
    public void start() {
        decodeThread.start();
        landThreads.forEach(Thread::start);
    }

    /** What was done so far. */
    public IngestCounters counters() {
        return counters;
    }

    /** What the landed batches added to the ledger. */
    public LedgerTotals totals() {
        return totals;
    }

    /** All before this journal position is committed. */
    public long landedPosition() {
        return landedPosition;
    }

    /** True when all before {@code position} is committed; it need not be an entry's position. */
    public boolean isLanded(long position) {
        return settling == settled && decodedThrough >= position && landedBatches.get() == handedOver.get();
    }

    /**
     * Waits until all before {@code position} is committed.
     *
     * @return false when the time is over or the ingest has failed
     */
    public boolean awaitLanded(long position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isLanded(position) && failure == null) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LANDED_POLL_MILLIS);
        }
        return failure == null;
    }

    /** Nothing more comes into the journal: what waits for a sampling rate lands without one. */
    public void settle() {
        settling = true;
    }

    /** What ended the ingest before it was closed, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    private Runnable guarded(Body body) {
        return () -> {
            try {
                body.run();
            } catch (InterruptedException | StoppedException e) {
                LOG.log(Level.DEBUG, "{0} ends", Thread.currentThread().getName());
            } catch (IOException | RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                    onFailure.accept(e);
                }
                interrupt();
            }
        };
    }

    private void interrupt() {
        decodeThread.interrupt();
        landThreads.forEach(Thread::interrupt);
    }

    /** What one of the threads does. */
    @FunctionalInterface
    private interface Body {
        void run() throws InterruptedException, IOException;
    }

    private void decode() throws InterruptedException, IOException {
        JournalEntry entry = new JournalEntry();
        JournaledDatagram datagram = new JournaledDatagram(entry);
        long interval = settings.batchInterval().toNanos();
        Batch batch = empty.take();
        batch.begin(reader.position());
        long begunAtNanoTime = 0;
        int inBatch = 0;
        int ends = 0;
        while (true) {
            boolean settle = settling && !settled;
            long written = Math.min(journal.writtenPosition(), readable.getAsLong());
            boolean idle = reader.position() >= readable.getAsLong() || !reader.next(entry);
            if (batch.isEmpty()) {
                begunAtNanoTime = System.nanoTime();
            }
            if (!idle) {
                decoder.decode(datagram, batch);
                inBatch++;
                ends += entry.isSessionEnd() ? 1 : 0;
            } else if (decoder.hasReady()) {
                decoder.decodeReady(batch);
                idle = false;
            }
            if (idle && settle && written >= journal.writtenPosition()) {
                decoder.giveUpRates();
                decodedThrough = 0;
                settled = true;
                continue;
            }
            if (idle) {
                relieve(batch);
            }
            boolean large = batch.rowCount() >= rowsOfBatch(batch) || batch.octets() >= BATCH_OCTETS;
            boolean old = !batch.isEmpty()
                    && (idle || inBatch % DATAGRAMS_PER_CLOCK_CHECK == 0)
                    && System.nanoTime() - begunAtNanoTime >= interval;
            if (large || old || (idle && stopping && !batch.isEmpty())) {
                if (!room.await(() -> stopping)) {
                    full.put(END);
                    return;
                }
                counters.datagrams.add(inBatch - ends);
                long next = batch.nextPosition();
                handOver(batch);
                batch = empty.take();
                batch.begin(next);
                inBatch = 0;
                ends = 0;
            } else if (idle) {
                if (batch.isEmpty()) {
                    decodedThrough = written;
                }
                if (stopping) {
                    full.put(END);
                    return;
                }
                noteCorruption();
                LockSupport.parkNanos(IDLE_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Each stream of a batch has a line in the books and a state to write: with many of them a batch takes more rows. */
    private int rowsOfBatch(Batch batch) {
        return batch.ledger().size() < MANY_STREAMS ? settings.batchRows() : ROWS_FACTOR * settings.batchRows();
    }

    /**
     * Gives up Sets that wait for a template in the oldest quarter of a journal that is full: what comes in now is worth more.
     * Without this a single Set could keep the journal from taking anything, and time from passing.
     */
    private void relieve(Batch batch) {
        long refused = journal.journalFullRefused();
        long position = journal.reliefPosition(refused != refusedSeen);
        refusedSeen = refused;
        if (decoder.lowestParkedPosition() >= Math.min(position, landedPosition)) {
            return;
        }
        int count = decoder.giveUpParkedBefore(position, batch);
        LOG.log(
                Level.WARNING,
                "the journal is full: {0} Data Sets wait for their template no longer. A larger journal-size, or a shorter"
                        + " park-age, prevents this.",
                count);
    }

    private void handOver(Batch batch) throws InterruptedException {
        relieve(batch);
        decoder.finish(batch);
        decoder.takeHiddenExporters().forEach(GatewayAdvice::warn);
        long number = handedOver.getAndIncrement();
        full.put(new Handover(batch, number, Math.min(batch.nextPosition(), decoder.lowestParkedPosition())));
    }

    private void noteCorruption() {
        long corrupt = reader.corruptOctets();
        if (corrupt != corruptOctetsSeen) {
            LOG.log(
                    Level.ERROR,
                    "{0} octets of the journal cannot be read: the disk has changed them. What they held is lost.",
                    corrupt - corruptOctetsSeen);
            corruptOctetsSeen = corrupt;
        }
    }

    private void land(int lane) throws InterruptedException, IOException {
        while (true) {
            Handover handover = full.poll(DELETE_INTERVAL_NANOS, TimeUnit.NANOSECONDS);
            if (handover == null) {
                // A full journal must find room although nothing comes in any more, or it would refuse for ever.
                deleteLanded();
                continue;
            }
            Batch batch = handover.batch();
            if (batch == null) {
                full.put(handover);
                return;
            }
            Landing.Landed landed = landing.land(batch, handover.number(), lane);
            counters.batches.increment();
            counters.rows.add(landed.rows());
            counters.refusedRows.add(landed.refusedRows());
            counters.failedAttempts.add(landed.failedAttempts());
            totals.add(batch.ledger());
            note(handover, batch.nextPosition());
            landedBatches.incrementAndGet();
            empty.put(batch);
            deleteLanded();
        }
    }

    /** Another thread may have landed the next batch, and come here first. */
    private synchronized void note(Handover handover, long position) {
        if (handover.number() > landedNumber) {
            landedNumber = handover.number();
            neededPosition = handover.needed();
            landedPosition = position;
        }
    }

    private synchronized void deleteLanded() throws IOException {
        long now = System.nanoTime();
        if (now - deletedAtNanoTime >= DELETE_INTERVAL_NANOS) {
            deletedAtNanoTime = now;
            long keepSinceNanos =
                    (System.currentTimeMillis() - settings.keepRaw().toMillis()) * 1_000_000L;
            journal.deleteBefore(Math.min(neededPosition, keepFrom.getAsLong()), keepSinceNanos);
        }
    }

    /** Lands what the journal holds, as far as that goes at once, and ends. */
    @Override
    public void close() throws IOException {
        close(Duration.ofSeconds(5));
    }

    /** As {@link #close()}, waiting for the database no longer than {@code patience}. */
    public void close(Duration patience) throws IOException {
        stopping = true;
        try {
            if (decodeThread.getState() != Thread.State.NEW) {
                long deadline = System.nanoTime() + patience.toNanos();
                join(decodeThread, deadline);
                for (Thread thread : landThreads) {
                    join(thread, deadline);
                }
                landing.abort();
                interrupt();
                decodeThread.join();
                for (Thread thread : landThreads) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            landing.close();
            reader.close();
            parked.close();
        }
    }

    private static void join(Thread thread, long deadline) throws InterruptedException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis > 0) {
            thread.join(millis);
        }
    }
}
