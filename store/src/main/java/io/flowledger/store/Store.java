package io.flowledger.store;

import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.Pause;
import io.flowledger.store.connect.StopSignal;
import io.flowledger.store.imports.ImportFiles;
import io.flowledger.store.ingest.Landing;
import io.flowledger.store.ingest.Predecessor;
import io.flowledger.store.restore.StateReader;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PartitionAhead;
import io.flowledger.store.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The database with our tables in it.
 *
 * <p>Safe for all threads; what it gives out is not, where not said.
 */
public final class Store implements AutoCloseable {
    private final Database database;
    private final FlowTable table;
    private final StopSignal stop;
    private final PartitionAhead ahead;

    private Store(Database database, FlowTable table, StopSignal stop) {
        this.database = database;
        this.table = table;
        this.stop = stop;
        this.ahead = new PartitionAhead(database, table, Clock.systemUTC(), stop);
    }

    /**
     * Waits until the database is there, brings its tables to this program's version and makes the partitions of the next
     * two hours.
     *
     * @param stop ends every wait on the database, here and in landings
     * @throws io.flowledger.store.connect.StoppedException when {@code stop} was given before the database was there
     * @throws io.flowledger.store.schema.SchemaException when the tables cannot be used
     * @throws SQLException when the database refuses us
     */
    public static Store open(Database database, Layout layout, StopSignal stop) throws SQLException {
        FlowTable table = database.perform("schema", stop, connection -> Schema.migrate(connection, layout));
        Store store = new Store(database, table, stop);
        database.perform("partitions", stop, connection -> {
            store.ahead.makeNow(connection);
            return true;
        });
        return store;
    }

    /** Makes partitions ahead of their time from now on, in a thread of its own, until {@link #close()}. */
    public void keepPartitionsAhead() {
        ahead.start();
    }

    /** The table that rows go to. */
    public FlowTable table() {
        return table;
    }

    /** The database. */
    public Database database() {
        return database;
    }

    /** A new connection in auto-commit mode, waited for while the database is away; the caller closes it. */
    public Connection connect(String purpose) throws SQLException {
        return database.await(purpose, stop);
    }

    /** Does work on a connection, again from the beginning when the database goes away in the midst of it. */
    public <T> T perform(String purpose, Database.Work<T> work) throws SQLException {
        return database.perform(purpose, stop, work);
    }

    /**
     * The source of a journal, made at position 0 when there is none.
     *
     * @param kind what fills the journal: listen, import, pipe
     */
    public Source source(UUID journalId, String kind) throws SQLException {
        return perform("source", connection -> source(connection, journalId, kind));
    }

    private static Source source(Connection connection, UUID journalId, String kind) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO flowledger.source (journal_id, kind) VALUES (?, ?) ON CONFLICT DO NOTHING");
                PreparedStatement select = connection.prepareStatement(
                        "SELECT source_id, kind FROM flowledger.source WHERE journal_id = ?")) {
            insert.setObject(1, journalId);
            insert.setString(2, kind);
            insert.executeUpdate();
            select.setObject(1, journalId);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("the source of journal " + journalId + " vanished");
                }
                return new Source(rows.getInt(1), journalId, rows.getString(2));
            }
        }
    }

    /** Whether a journal is known here. */
    public boolean hasSource(UUID journalId) throws SQLException {
        return perform("source", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT 1 FROM flowledger.source WHERE journal_id = ?")) {
                select.setObject(1, journalId);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next();
                }
            }
        });
    }

    /**
     * The decoder's state as of the source's committed position, once nobody is in the midst of landing it any more. To be
     * called before {@link #landing(Source)}.
     */
    public RestoredState restore(Source source) throws SQLException {
        return perform("restore", connection -> {
            Predecessor.end(connection, source.sourceId());
            return StateReader.read(connection, source.sourceId());
        });
    }

    /** A landing for {@code source} that waits between attempts until the stop signal. One at a time for a source. */
    public Landing landing(Source source) throws SQLException {
        return landing(source, stop);
    }

    /** A landing over several connections that waits between attempts until the stop signal. */
    public Landing landing(Source source, int connections) throws SQLException {
        return landing(source, connections, stop);
    }

    /** A landing that waits between attempts as {@code pause} says. */
    public Landing landing(Source source, Pause pause) throws SQLException {
        return landing(source, 1, pause);
    }

    /** A landing over several connections that waits between attempts as {@code pause} says. */
    public Landing landing(Source source, int connections, Pause pause) throws SQLException {
        return perform(
                "source",
                connection -> new Landing(
                        database,
                        connection,
                        table,
                        source.sourceId(),
                        connections,
                        pause,
                        System::nanoTime,
                        new SplittableRandom()));
    }

    /** Imports over {@code connection}. */
    public static ImportFiles imports(Connection connection) {
        return new ImportFiles(connection);
    }

    /** Ends the thread that makes partitions; connections given out are the callers'. */
    @Override
    public void close() {
        ahead.close();
    }
}
