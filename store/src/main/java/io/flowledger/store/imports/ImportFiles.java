package io.flowledger.store.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files were imported; each call is a transaction of its own. Not thread safe: one connection. */
public final class ImportFiles {
    private static final String COLUMNS =
            "source_id, fingerprint, name, octets, start_position, datagrams, finished_at";

    private final Connection connection;

    /** Over {@code connection}, in auto-commit mode. */
    public ImportFiles(Connection connection) {
        this.connection = connection;
    }

    /** Notes that a file is being read into the journal; once more when it is imported again. */
    public void begin(int sourceId, String fingerprint, String name, long octets, long startPosition)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO flowledger.import_file (source_id, fingerprint, name, octets, start_position)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, fingerprint) DO UPDATE SET"
                        + " name = excluded.name, start_position = excluded.start_position, datagrams = NULL,"
                        + " started_at = now(), finished_at = NULL")) {
            statement.setInt(1, sourceId);
            statement.setString(2, fingerprint);
            statement.setString(3, name.replace('\0', '\uFFFD'));
            statement.setLong(4, octets);
            statement.setLong(5, startPosition);
            statement.executeUpdate();
        }
    }

    /** Notes that another file is begun before this one is finished: so many of its datagrams are in the journal. */
    public void setAside(int sourceId, String fingerprint, long datagrams) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE flowledger.import_file SET datagrams = ?, start_position = NULL"
                        + " WHERE source_id = ? AND fingerprint = ?")) {
            statement.setLong(1, datagrams);
            statement.setInt(2, sourceId);
            statement.setString(3, fingerprint);
            statement.executeUpdate();
        }
    }

    /** Notes that a file that was set aside is read on; the datagrams to come lie from {@code startPosition} on. */
    public void resume(int sourceId, String fingerprint, long startPosition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE flowledger.import_file SET start_position = ? WHERE source_id = ? AND fingerprint = ?")) {
            statement.setLong(1, startPosition);
            statement.setInt(2, sourceId);
            statement.setString(3, fingerprint);
            statement.executeUpdate();
        }
    }

    /** Notes that all of a file is in the journal. */
    public void finish(int sourceId, String fingerprint, long datagrams) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE flowledger.import_file SET datagrams = ?, finished_at = now()"
                        + " WHERE source_id = ? AND fingerprint = ?")) {
            statement.setLong(1, datagrams);
            statement.setInt(2, sourceId);
            statement.setString(3, fingerprint);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("the import of " + fingerprint + " was not begun");
            }
        }
    }

    /** Imports of this content into any source, the latest first. */
    public List<ImportFile> find(String fingerprint) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM flowledger.import_file WHERE fingerprint = ? ORDER BY started_at DESC")) {
            statement.setString(1, fingerprint);
            return list(statement);
        }
    }

    /** Files that were begun into a source and neither finished nor set aside. */
    public List<ImportFile> begun(int sourceId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM flowledger.import_file WHERE source_id = ? AND finished_at IS NULL"
                + " AND start_position IS NOT NULL ORDER BY started_at")) {
            statement.setInt(1, sourceId);
            return list(statement);
        }
    }

    private static List<ImportFile> list(PreparedStatement statement) throws SQLException {
        List<ImportFile> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                @Nullable OffsetDateTime finished = rows.getObject(7, OffsetDateTime.class);
                found.add(new ImportFile(
                        rows.getInt(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        number(rows, 5),
                        number(rows, 6),
                        finished == null ? null : finished.toInstant()));
            }
        }
        return found;
    }

    private static @Nullable Long number(ResultSet rows, int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }
}
