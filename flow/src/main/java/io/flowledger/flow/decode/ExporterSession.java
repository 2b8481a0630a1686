package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Transport Session: one connection (RFC 7011 section 10.4), or as UDP has it (section 10.3) one exporter and protocol. It has
 * its templates, and a connection its sequence numbers.
 *
 * <p>Over UDP the exporter's port is not part of it: exporters send templates and data from different ports, and change ports
 * when they restart. The streams of an exporter, with what options say, are those of its UDP session, whatever it sends over:
 * what options said before it connected anew still holds.
 *
 * <p>Owned by the decode thread.
 */
final class ExporterSession {
    /** Observation domains of one exporter at the most. */
    static final int STREAMS = 1024;

    private final ExporterAddress exporter;
    private final int exportVersion;
    private final long number;
    private final @Nullable ExporterSession overUdp;
    private final List<ExporterSession> connections = new ArrayList<>(0);
    private Map<Long, SessionSequence> sequences = Map.of();
    private final TemplateStore templates;
    private final Allowances allowances;
    private final List<ExporterOverride> overrides;
    private final Map<Long, ExportStream> streams = new HashMap<>(4);
    private @Nullable ExportStream latest;
    private long lastSeenNanos = Long.MIN_VALUE;

    /** What comes over UDP. */
    ExporterSession(
            ExporterAddress exporter,
            int exportVersion,
            Limits limits,
            Allowances allowances,
            List<ExporterOverride> overrides) {
        this(exporter, exportVersion, 0, null, limits, allowances, overrides);
    }

    private ExporterSession(
            ExporterAddress exporter,
            int exportVersion,
            long number,
            @Nullable ExporterSession overUdp,
            Limits limits,
            Allowances allowances,
            List<ExporterOverride> overrides) {
        this.exporter = exporter;
        this.exportVersion = exportVersion;
        this.number = number;
        this.overUdp = overUdp;
        this.templates = new TemplateStore(limits);
        this.allowances = allowances;
        this.overrides = overrides;
    }

    /** A new connection of the exporter whose UDP session this is; {@code ofNumber} is above 0. */
    ExporterSession connect(long ofNumber, Limits limits) {
        ExporterSession connection =
                new ExporterSession(exporter, exportVersion, ofNumber, this, limits, allowances, overrides);
        connections.add(connection);
        return connection;
    }

    ExporterAddress exporter() {
        return exporter;
    }

    int exportVersion() {
        return exportVersion;
    }

    /** The connection's number, or 0 over UDP. */
    long number() {
        return number;
    }

    /** Whether it is a connection: templates are withdrawn in it, do not expire, and end with it. */
    boolean isConnection() {
        return overUdp != null;
    }

    /** Whether it is the UDP session of an exporter that is connected. */
    boolean isConnected() {
        return !connections.isEmpty();
    }

    /** The session whose streams it has: that over UDP. */
    ExporterSession owner() {
        return overUdp == null ? this : overUdp;
    }

    /** The sequence numbers of a stream in this session. */
    SequenceTracker sequence(ExportStream stream) {
        return overUdp == null
                ? stream.sequence()
                : sessionSequence(stream.key()).tracker();
    }

    /** The sequence numbers of a stream in this connection, made when they are new. */
    SessionSequence sessionSequence(StreamKey key) {
        SessionSequence found = sequences.get(key.observationDomain());
        if (found == null) {
            found = new SessionSequence(key, number);
            if (sequences.isEmpty()) {
                sequences = new HashMap<>(4);
            }
            sequences.put(key.observationDomain(), found);
        }
        return found;
    }

    TemplateStore templates() {
        return templates;
    }

    /** The stream of an observation domain, made when it is new; null when there is no room for another. */
    @Nullable
    ExportStream stream(long observationDomain) {
        if (overUdp != null) {
            return overUdp.stream(observationDomain);
        }
        ExportStream stream = latest;
        if (stream != null && stream.key().observationDomain() == observationDomain) {
            return stream;
        }
        stream = streams.get(observationDomain);
        if (stream == null) {
            if (streams.size() >= STREAMS || !allowances.streams().take(1)) {
                return null;
            }
            stream = new ExportStream(new StreamKey(exporter, exportVersion, observationDomain));
            for (ExporterOverride override : overrides) {
                if (override.isAbout(exporter, observationDomain)) {
                    stream.override(override);
                    break;
                }
            }
            streams.put(observationDomain, stream);
        }
        latest = stream;
        return stream;
    }

    /** The stream of an observation domain, or null when there is none. */
    @Nullable
    ExportStream peek(long observationDomain) {
        return streams.get(observationDomain);
    }

    /** Templates of an observation domain, those of connections included. */
    int templateCount(long observationDomain) {
        int count = templates.count(observationDomain);
        for (ExporterSession connection : connections) {
            count += connection.templateCount(observationDomain);
        }
        return count;
    }

    /** The latest receive time of a datagram, nanoseconds since 1970; {@link Long#MIN_VALUE} before the first. */
    long lastSeenNanos() {
        return lastSeenNanos;
    }

    /**
     * Notes a datagram over UDP or a connection, in the UDP session; true when it is time to look for expired templates: with the first datagram of each interval of
     * {@link TemplateStore#STAMP_GRANULARITY_NANOS}, wherever a restart may have been.
     */
    boolean touch(long receivedAtNanos) {
        long before = lastSeenNanos;
        lastSeenNanos = Math.max(before, receivedAtNanos);
        return before != Long.MIN_VALUE && interval(before) != interval(lastSeenNanos);
    }

    private static long interval(long nanos) {
        return Math.floorDiv(nanos, TemplateStore.STAMP_GRANULARITY_NANOS);
    }

    /** Gives back what the session took of what all share. */
    void release() {
        allowances.streams().giveBack(streams.size());
        for (ExportStream stream : streams.values()) {
            allowances.statements().giveBack(stream.options().statementCount());
        }
        templates.forEach(this::release);
    }

    /** Takes leave of the exporter, as a connection that has ended and whose templates have. */
    void disconnect() {
        if (overUdp != null) {
            overUdp.connections.remove(this);
        }
    }

    /** Gives back the room of a template that ended. */
    void release(Template template) {
        allowances.templateFields().giveBack(template.fieldCount());
    }
}
