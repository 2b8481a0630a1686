package io.flowledger.store.ingest;

import static io.flowledger.store.bulk.UnnestStatement.KEY;
import static io.flowledger.store.bulk.UnnestStatement.KEY_VALUES;
import static io.flowledger.store.bulk.UnnestStatement.Type.BIGINT;
import static io.flowledger.store.bulk.UnnestStatement.Type.BOOLEAN;
import static io.flowledger.store.bulk.UnnestStatement.Type.BYTEA;
import static io.flowledger.store.bulk.UnnestStatement.Type.INTEGER;
import static io.flowledger.store.bulk.UnnestStatement.Type.TEXT;
import static io.flowledger.store.bulk.UnnestStatement.instant;
import static io.flowledger.store.bulk.UnnestStatement.micros;

import io.flowledger.flow.batch.OptionValue;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.SessionState;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.StreamState;
import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.store.bulk.UnnestStatement;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.template.Template;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what the decoder must find again after a restart, within a transaction: streams, options, parked Sets. */
public final class StateWrites {
    private StateWrites() {}

    /** The streams as they are now. */
    static void streams(Connection connection, int sourceId, List<StreamState> streams) throws SQLException {
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO flowledger.stream (source_id, " + KEY + ", first_seen, last_seen, clock_skew_ms,"
                        + " sampling_rate, template_count, last_fault, last_fault_at, sequence, sampling_origin, name)"
                        + " SELECT " + sourceId
                        + ", "
                        + KEY_VALUES + ", " + instant("t.first_seen") + ", " + instant("t.last_seen")
                        + ", t.skew, t.rate, t.templates, t.fault, " + instant("t.fault_at")
                        + ", t.sequence, t.origin, t.name",
                KEY + ", first_seen, last_seen, skew, rate, templates, fault, fault_at, sequence, origin, name",
                "ON CONFLICT (source_id, " + KEY + ") DO UPDATE SET first_seen = excluded.first_seen,"
                        + " last_seen = excluded.last_seen, clock_skew_ms = excluded.clock_skew_ms,"
                        + " sampling_rate = excluded.sampling_rate, template_count = excluded.template_count,"
                        + " last_fault = excluded.last_fault, last_fault_at = excluded.last_fault_at,"
                        + " sequence = excluded.sequence, sampling_origin = excluded.sampling_origin,"
                        + " name = excluded.name",
                TEXT,
                INTEGER,
                BIGINT,
                BIGINT,
                BIGINT,
                BIGINT,
                BIGINT,
                INTEGER,
                TEXT,
                BIGINT,
                TEXT,
                TEXT,
                TEXT);
        Map<StreamKey, StreamState> latest = new LinkedHashMap<>();
        streams.forEach(stream -> latest.put(stream.key(), stream));
        for (StreamState stream : latest.values()) {
            DecodeFault fault = stream.lastFault();
            SamplingOrigin origin = stream.samplingOrigin();
            statement.addFor(
                    stream.key(),
                    micros(stream.firstSeenNanos()),
                    micros(stream.lastSeenNanos()),
                    stream.clockSkewMillis(),
                    stream.samplingRate(),
                    stream.templateCount(),
                    fault == null ? null : fault.name(),
                    fault == null ? null : (Long) micros(stream.lastFaultNanos()),
                    stream.sequence(),
                    origin == null ? null : origin.label(),
                    stream.name());
        }
        statement.execute(connection);
    }

    /** What is kept of connections that go on, and no more of those that ended. */
    static void sessions(Connection connection, int sourceId, List<SessionState> sessions, List<Long> ended)
            throws SQLException {
        UnnestStatement gone = UnnestStatement.pointing(
                "DELETE FROM flowledger.session_state x USING",
                "flowledger.session_state",
                "session",
                "y.source_id = " + sourceId + " AND y.session = t.session",
                BIGINT);
        ended.forEach(gone::add);
        gone.execute(connection);
        UnnestStatement present = new UnnestStatement(
                "INSERT INTO flowledger.session_state (source_id, " + KEY + ", session, sequence) SELECT " + sourceId
                        + ", " + KEY_VALUES + ", t.session, t.sequence",
                KEY + ", session, sequence",
                "ON CONFLICT (source_id, session, observation_domain) DO UPDATE SET sequence = excluded.sequence",
                TEXT,
                INTEGER,
                BIGINT,
                BIGINT,
                TEXT);
        for (SessionState session : sessions) {
            present.addFor(session.key(), session.session(), session.sequence());
        }
        present.execute(connection);
    }

    /** What options say now. */
    static void options(Connection connection, int sourceId, Iterable<OptionValue> options) throws SQLException {
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO flowledger.option_value (source_id, " + KEY
                        + ", kind, scope, value, position, received_at) SELECT " + sourceId + ", " + KEY_VALUES
                        + ", t.kind, t.scope, t.value, t.position, " + instant("t.received_at"),
                KEY + ", kind, scope, value, position, received_at",
                "ON CONFLICT (source_id, " + KEY + ", kind, scope) DO UPDATE SET value = excluded.value,"
                        + " position = excluded.position, received_at = excluded.received_at",
                TEXT,
                INTEGER,
                BIGINT,
                TEXT,
                TEXT,
                TEXT,
                BIGINT,
                BIGINT);
        for (OptionValue option : options) {
            statement.addFor(
                    option.key(),
                    option.kind().name().toLowerCase(Locale.ROOT),
                    option.scope(),
                    option.value(),
                    option.position(),
                    micros(option.receivedAtNanos()));
        }
        statement.execute(connection);
    }

    /** Sets that wait for their template from now on. */
    public static void park(Connection connection, int sourceId, Iterable<ParkedSet> sets) throws SQLException {
        UnnestStatement statement = new UnnestStatement(
                "INSERT INTO flowledger.parked_set (source_id, " + KEY + ", position, set_offset, template_id,"
                        + " length_octets, received_at, stored_beside, session, definition) SELECT " + sourceId
                        + ", " + KEY_VALUES
                        + ", t.position, t.set_offset, t.template_id, t.length_octets, " + instant("t.received_at")
                        + ", t.stored_beside, t.session, t.definition",
                KEY
                        + ", position, set_offset, template_id, length_octets, received_at, stored_beside, session,"
                        + " definition",
                "ON CONFLICT (source_id, position, set_offset) DO UPDATE SET template_id = excluded.template_id,"
                        + " length_octets = excluded.length_octets, stored_beside = excluded.stored_beside",
                TEXT,
                INTEGER,
                BIGINT,
                BIGINT,
                INTEGER,
                INTEGER,
                INTEGER,
                BIGINT,
                BOOLEAN,
                BIGINT,
                BYTEA);
        for (ParkedSet set : sets) {
            Template template = set.template();
            statement.addFor(
                    set.key(),
                    set.position(),
                    set.setOffset(),
                    set.templateId(),
                    set.lengthOctets(),
                    micros(set.receivedAtNanos()),
                    set.storedBeside(),
                    set.session(),
                    template == null ? null : template.encoded());
        }
        statement.execute(connection);
    }

    /** Sets that wait no longer. */
    static void unpark(Connection connection, int sourceId, List<ParkedSet> sets) throws SQLException {
        UnnestStatement statement = UnnestStatement.pointing(
                "DELETE FROM flowledger.parked_set x USING",
                "flowledger.parked_set",
                "position, set_offset",
                "y.source_id = " + sourceId + " AND y.position = t.position AND y.set_offset = t.set_offset",
                BIGINT,
                INTEGER);
        for (ParkedSet set : sets) {
            statement.add(set.position(), set.setOffset());
        }
        statement.execute(connection);
    }
}
