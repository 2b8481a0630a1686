package io.flowledger.store.ingest;

import io.flowledger.flow.batch.Batch;
import io.flowledger.store.connect.Backoff;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.OutageLog;
import io.flowledger.store.connect.Pause;
import io.flowledger.store.connect.SqlFault;
import io.flowledger.store.connect.StoppedException;
import io.flowledger.store.ingest.LandingTransaction.Progress;
import io.flowledger.store.schema.FlowTable;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Lands the batches of one source, each exactly once and one after the other: their rows are copied side by side over several
 * connections, and everything else is written in turn.
 *
 * <p>A batch is one transaction. When it fails because of the database, it is tried again until it works. When the answer to
 * COMMIT is lost, the next attempt finds out what became of it: the transaction itself moved the source's position and batch
 * count. When the database refuses rows, the batch is tried again in parts until those rows stand alone; they go to
 * {@code flowledger.poison_row} and are counted as skipped.
 *
 * <p>A batch whose rows are copied before its turn has nothing else in its transaction. When the batch before it fails, or
 * waits for a lock, the copied rows are rolled back, so that it can never be what the other waits for.
 *
 * <p>One thread a connection lands; {@link #abort()} may be called by any.
 */
public final class Landing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Landing.class.getName());

    private final int sourceId;
    private final FlowTable table;
    private final LandingTransaction transaction;
    private final List<LandingConnection> connections = new ArrayList<>();
    private final Turns turns = new Turns();
    private final Pause pause;
    private final Backoff backoff;
    private final OutageLog outage;
    private volatile Progress progress;
    private volatile LandingConnection inTurn;
    private volatile boolean aborted;

    private static final long WAITING_CHECK_MILLIS = 500;

    /**
     * A landing that begins at the position that the database has for the source.
     *
     * @param connected used to read that position
     * @param connections how many batches may be copied at the same time, at least 1
     * @param pause the wait between attempts; ended by the stop signal
     * @param nanoTime monotonic clock, nanoseconds
     */
    public Landing(
            Database database,
            Connection connected,
            FlowTable table,
            int sourceId,
            int connections,
            Pause pause,
            LongSupplier nanoTime,
            RandomGenerator random)
            throws SQLException {
        this.sourceId = sourceId;
        this.table = table;
        this.transaction = new LandingTransaction(table, sourceId);
        for (int i = 0; i < connections; i++) {
            this.connections.add(new LandingConnection(database));
        }
        this.inTurn = this.connections.get(0);
        this.pause = pause;
        this.backoff = new Backoff(random);
        this.outage = new OutageLog("Landing a batch", nanoTime);
        this.progress = LandingTransaction.progress(connected, sourceId);
    }

    /**
     * What was landed.
     *
     * @param rows rows that are in the table
     * @param refusedRows rows that the database refused
     * @param failedAttempts attempts that failed before
     */
    public record Landed(long rows, long refusedRows, long failedAttempts) {}

    /** The journal position up to which all is committed. */
    public long position() {
        return progress.position();
    }

    /**
     * Lands the batch; returns when it is committed.
     *
     * @throws PositionConflictException when the database has another position than the batch begins with
     * @throws StoppedException when the stop signal came while the database was away; the batch may or may not be landed
     */
    public Landed land(Batch batch) {
        Landed landed = landInTurn(batch, connections.get(0), false);
        turns.next();
        return landed;
    }

    /**
     * Lands the batch with a number when all with lower numbers are committed; its rows are copied before that if it can be.
     *
     * @param number counts the batches in the order of their positions, from 0
     * @param lane which connection, from 0; each is for one thread
     * @throws StoppedException as {@link #land(Batch)}, and when a batch before could not be landed
     */
    public Landed land(Batch batch, long number, int lane) throws InterruptedException {
        LandingConnection connection = connections.get(lane);
        boolean landed = false;
        try {
            boolean copied = copyAhead(batch, number, connection);
            turns.await(number);
            Landed result = landInTurn(batch, connection, copied);
            landed = true;
            return result;
        } finally {
            if (landed) {
                turns.next();
            } else {
                turns.end();
            }
        }
    }

    /** Whether the rows are copied, and it is the turn of the batch. What fails here is done again then. */
    private boolean copyAhead(Batch batch, long number, LandingConnection connection) throws InterruptedException {
        if (turns.now() == number || !turns.isCalm()) {
            return false;
        }
        try {
            if (!transaction.copyAhead(connection.open(0), batch)) {
                return false;
            }
            while (!turns.awaitCalmly(number, WAITING_CHECK_MILLIS)) {
                if (!turns.isCalm() || connection.seesWaiting(inTurn)) {
                    connection.rollback();
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "rows could not be copied ahead of their turn: {0}", e.getMessage());
            giveUp(connection, e);
            return false;
        }
    }

    private static SqlFault giveUp(LandingConnection connection, SQLException e) {
        SqlFault fault = SqlFault.of(e);
        if (fault == SqlFault.AWAY) {
            connection.discard();
        } else {
            connection.rollback();
        }
        return fault;
    }

    private Landed landInTurn(Batch batch, LandingConnection connection, boolean copied) {
        inTurn = connection;
        Progress from = progress;
        if (batch.firstPosition() != from.position()) {
            throw new PositionConflictException(sourceId, batch.firstPosition(), from.position());
        }
        Progress to = new Progress(batch.nextPosition(), from.batches() + 1);
        Attempts attempts = new Attempts(connection, copied);
        for (; ; ) {
            if (aborted) {
                throw new StoppedException("landing");
            }
            try {
                RefusedRows refused = attempt(batch, from, to, attempts);
                outage.succeeded();
                backoff.reset();
                progress = to;
                if (refused.count() > 0) {
                    LOG.log(
                            Level.WARNING,
                            "the database refused {0} rows; they are in flowledger.poison_row. The first: {1}",
                            refused.count(),
                            refused.firstMessage());
                }
                return new Landed(batch.rowCount() - refused.count(), refused.count(), attempts.failed);
            } catch (SQLException e) {
                failed(e, attempts);
            }
        }
    }

    /** What is known from one attempt to the next. */
    private static final class Attempts {
        private final LandingConnection connection;
        private boolean copied;
        private long failed;
        private boolean commitSent;
        private boolean isolating;
        private boolean partitionsForgotten;
        private RefusedRows refused = new RefusedRows();

        Attempts(LandingConnection connection, boolean copied) {
            this.connection = connection;
            this.copied = copied;
        }
    }

    private RefusedRows attempt(Batch batch, Progress from, Progress to, Attempts attempts) throws SQLException {
        Connection open = attempts.connection.open(attempts.failed);
        if (!transaction.advance(open, from, to.position())) {
            Progress found = LandingTransaction.progress(open, sourceId);
            open.rollback();
            if (attempts.commitSent && found.equals(to)) {
                transaction.committed(batch, List.of());
                return attempts.refused;
            }
            throw new PositionConflictException(sourceId, from.position(), found.position());
        }
        LandingTransaction.Written written = attempts.copied
                ? transaction.writeAfterCopy(open, batch)
                : transaction.write(open, batch, attempts.isolating);
        attempts.refused = written.refused();
        attempts.commitSent = true;
        open.commit();
        transaction.committed(batch, written.partitions());
        return written.refused();
    }

    private void failed(SQLException e, Attempts attempts) {
        attempts.failed++;
        attempts.copied = false;
        turns.trouble();
        if (aborted) {
            return;
        }
        SqlFault fault = giveUp(attempts.connection, e);
        if (fault == SqlFault.PARTITION_MISSING || SqlFault.isUndefinedTable(e)) {
            table.forgetPartitions();
            if (!attempts.partitionsForgotten) {
                attempts.partitionsForgotten = true;
                return;
            }
        }
        if (fault == SqlFault.DATA && !attempts.isolating) {
            attempts.isolating = true;
            return;
        }
        outage.failed(e);
        if (!pause.pause(backoff.next())) {
            throw new StoppedException("landing");
        }
    }

    /** Ends a landing that waits for the database, from any thread; it throws {@link StoppedException}. */
    public void abort() {
        aborted = true;
        turns.end();
        connections.forEach(LandingConnection::abort);
    }

    @Override
    public void close() {
        connections.forEach(LandingConnection::close);
    }
}
