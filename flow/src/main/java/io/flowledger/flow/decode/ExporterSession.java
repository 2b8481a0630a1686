package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Transport Session as UDP has it (RFC 7011 section 10.3): one exporter and protocol, with its templates and its streams.
 *
 * <p>The exporter's port is not part of it: exporters send templates and data from different ports, and change ports when they
 * restart. Owned by the decode thread.
 */
final class ExporterSession {
    /** Observation domains of one exporter at the most. */
    static final int STREAMS = 1024;

    private final ExporterAddress exporter;
    private final int exportVersion;
    private final TemplateStore templates;
    private final Allowances allowances;
    private final Map<Long, ExportStream> streams = new HashMap<>(4);
    private @Nullable ExportStream latest;
    private long lastSeenNanos = Long.MIN_VALUE;

    ExporterSession(ExporterAddress exporter, int exportVersion, Limits limits, Allowances allowances) {
        this.exporter = exporter;
        this.exportVersion = exportVersion;
        this.templates = new TemplateStore(limits);
        this.allowances = allowances;
    }

    ExporterAddress exporter() {
        return exporter;
    }

    int exportVersion() {
        return exportVersion;
    }

    TemplateStore templates() {
        return templates;
    }

    /** The stream of an observation domain, made when it is new; null when there is no room for another. */
    @Nullable
    ExportStream stream(long observationDomain) {
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

    /** Templates of an observation domain. */
    int templateCount(long observationDomain) {
        int[] count = {0};
        templates.forEach(template -> count[0] += template.observationDomain() == observationDomain ? 1 : 0);
        return count[0];
    }

    /** The latest receive time of a datagram, nanoseconds since 1970; {@link Long#MIN_VALUE} before the first. */
    long lastSeenNanos() {
        return lastSeenNanos;
    }

    /**
     * Notes a datagram; true when it is time to look for expired templates: with the first datagram of each interval of
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

    /** Gives back the room of a template that ended. */
    void release(Template template) {
        allowances.templateFields().giveBack(template.fieldCount());
    }
}
