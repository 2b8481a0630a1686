package io.flowledger.store;

import io.flowledger.embedded.TestDatabase;
import io.flowledger.flow.layout.Layout;
import io.flowledger.store.connect.Database;
import io.flowledger.store.connect.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A fresh database with a store and one source in it, and a connection to look at it. */
public final class StoreFixture implements AutoCloseable {
    private final TestDatabase database;
    private final Connection connection;
    private final StopSignal stop = new StopSignal();
    private final Store store;
    private final Source source;

    private StoreFixture(TestDatabase database, Connection connection, Store store, Source source) {
        this.database = database;
        this.connection = connection;
        this.store = store;
        this.source = source;
    }

    public static StoreFixture open(Layout layout) throws SQLException {
        TestDatabase database = TestDatabase.create();
        Store store = Store.open(access(database), layout, new StopSignal());
        return new StoreFixture(database, database.connect(), store, store.source(UUID.randomUUID(), "listen"));
    }

    public static Database access(TestDatabase database) {
        return Database.at(database.jdbcUrl(), database.user(), database.password());
    }

    public TestDatabase database() {
        return database;
    }

    public Connection connection() {
        return connection;
    }

    public StopSignal stop() {
        return stop;
    }

    public Store store() {
        return store;
    }

    public Source source() {
        return source;
    }

    /** The first column of all rows of a query, as text. */
    public List<String> list(String sql) throws SQLException {
        return Flows.list(connection, sql);
    }

    /** The first column of the first row. */
    public String value(String sql) throws SQLException {
        return Flows.value(connection, sql);
    }

    public void execute(String sql) throws SQLException {
        Flows.execute(connection, sql);
    }

    @Override
    public void close() throws SQLException {
        stop.stop();
        store.close();
        connection.close();
        database.close();
    }
}
