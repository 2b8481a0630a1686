package io.flowledger.store.restore;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what landing wrote: the decoder's state as of the source's committed position, all from one snapshot. Times come
 * back in microseconds, as the database keeps them.
 */
public final class StateReader {
    private static final System.Logger LOG = System.getLogger(StateReader.class.getName());
    private static final String KEY = "exporter::text, export_version, observation_domain";

    private final Connection connection;
    private final int sourceId;

    private StateReader(Connection connection, int sourceId) {
        this.connection = connection;
        this.sourceId = sourceId;
    }

    /** The state of source {@code sourceId}; {@code connection} is in auto-commit mode, and so again afterwards. */
    public static RestoredState read(Connection connection, int sourceId) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        try {
            StateReader reader = new StateReader(connection, sourceId);
            return new RestoredState(
                    reader.position(),
                    reader.templates(null),
                    reader.options(),
                    reader.streams(),
                    reader.parked(),
                    reader.sessions());
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setTransactionIsolation(isolation);
        }
    }

    /**
     * The templates that held when the datagram at {@code position} was decoded, for decoding it anew.
     */
    public static List<TemplateVersion> templatesAt(Connection connection, int sourceId, long position)
            throws SQLException {
        return new StateReader(connection, sourceId).templates(position);
    }

    private long position() throws SQLException {
        List<Long> found =
                list("SELECT position FROM flowledger.source WHERE source_id = ?", null, rows -> rows.getLong(1));
        return found.isEmpty() ? 0 : found.get(0);
    }

    private List<TemplateVersion> templates(@Nullable Long at) throws SQLException {
        List<TemplateVersion> templates = new ArrayList<>();
        list(
                "SELECT " + KEY + ", options, definition, from_position, refreshed_at, received_at, session"
                        + " FROM flowledger.template_version WHERE source_id = ? AND "
                        + (at == null
                                ? "until_position IS NULL"
                                : "from_position < ? AND (until_position IS NULL OR until_position >= ?)")
                        + " ORDER BY from_position, template_id",
                at,
                rows -> {
                    StreamKey key = key(rows);
                    long position = rows.getLong(6);
                    try {
                        Template template = Template.decode(
                                key.exportVersion(), key.observationDomain(), rows.getBoolean(4), rows.getBytes(5));
                        templates.add(new TemplateVersion(
                                key,
                                template,
                                TemplateVersion.Event.DEFINED,
                                position,
                                nanos(rows, at == null ? 7 : 8),
                                rows.getLong(9)));
                    } catch (IllegalArgumentException e) {
                        LOG.log(
                                Level.WARNING,
                                "a template of {0} in the database is not valid: {1}",
                                key,
                                e.getMessage());
                    }
                    return position;
                });
        return templates;
    }

    private List<OptionValue> options() throws SQLException {
        List<OptionValue> options = new ArrayList<>();
        list(
                "SELECT " + KEY + ", kind, scope, value, position, received_at FROM flowledger.option_value"
                        + " WHERE source_id = ? ORDER BY position, kind, scope",
                null,
                rows -> {
                    OptionKind kind = named(OptionKind.values(), rows.getString(4));
                    if (kind != null) {
                        options.add(new OptionValue(
                                key(rows),
                                kind,
                                rows.getString(5),
                                rows.getString(6),
                                rows.getLong(7),
                                nanos(rows, 8)));
                    }
                    return rows.getRow();
                });
        return options;
    }

    private List<StreamState> streams() throws SQLException {
        return list(
                "SELECT " + KEY + ", first_seen, last_seen, clock_skew_ms, sampling_rate, template_count, last_fault,"
                        + " last_fault_at, sequence, sampling_origin, name FROM flowledger.stream WHERE source_id = ? ORDER BY exporter,"
                        + " export_version, observation_domain",
                null,
                rows -> new StreamState(
                        key(rows),
                        nanos(rows, 4),
                        nanos(rows, 5),
                        number(rows, 6),
                        number(rows, 7),
                        rows.getInt(8),
                        named(DecodeFault.values(), rows.getString(9)),
                        nanos(rows, 10),
                        rows.getString(11),
                        SamplingOrigin.named(rows.getString(12)),
                        rows.getString(13)));
    }

    /** The template of a Data Set that was there when it came. */
    private static @Nullable Template template(StreamKey key, byte @Nullable [] definition) {
        return definition == null
                ? null
                : Template.decode(key.exportVersion(), key.observationDomain(), false, definition);
    }

    private List<ParkedSet> parked() throws SQLException {
        return list(
                "SELECT " + KEY
                        + ", template_id, position, set_offset, length_octets, received_at, stored_beside, session,"
                        + " definition FROM flowledger.parked_set WHERE source_id = ? ORDER BY position, set_offset",
                null,
                rows -> new ParkedSet(
                        key(rows),
                        rows.getInt(4),
                        rows.getLong(5),
                        rows.getInt(6),
                        rows.getInt(7),
                        nanos(rows, 8),
                        rows.getBoolean(9),
                        rows.getLong(10),
                        template(key(rows), rows.getBytes(11))));
    }

    private List<SessionState> sessions() throws SQLException {
        return list(
                "SELECT " + KEY + ", session, sequence FROM flowledger.session_state WHERE source_id = ?"
                        + " ORDER BY session, observation_domain",
                null,
                rows -> new SessionState(key(rows), rows.getLong(4), rows.getString(5)));
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> List<T> list(String sql, @Nullable Long position, RowReader<T> reader) throws SQLException {
        List<T> list = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(10_000);
            statement.setInt(1, sourceId);
            if (position != null) {
                statement.setLong(2, position);
                statement.setLong(3, position);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
            }
        }
        return list;
    }

    private static StreamKey key(ResultSet rows) throws SQLException {
        return new StreamKey(address(rows.getString(1)), rows.getInt(2), rows.getLong(3));
    }

    private static ExporterAddress address(String text) throws SQLException {
        int slash = text.indexOf('/');
        try {
            return ExporterAddress.of(InetAddress.getByName(slash < 0 ? text : text.substring(0, slash)));
        } catch (UnknownHostException e) {
            throw new SQLException("exporter " + text + " is not an address", e);
        }
    }

    private static long nanos(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        if (time == null) {
            return 0;
        }
        Instant instant = time.toInstant();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private static @Nullable Long number(ResultSet rows, int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }

    /** The constant that is written as {@code name}, in upper or lower case; null when this program has none. */
    private static <E extends Enum<E>> @Nullable E named(E[] constants, @Nullable String name) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        return null;
    }
}
