package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.wire.fault.Limits;
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
    private final ExporterAddress exporter;
    private final int exportVersion;
    private final TemplateStore templates;
    private final Map<Long, ExportStream> streams = new HashMap<>();
    private @Nullable ExportStream latest;
    private long expiredAtNanos = Long.MIN_VALUE;

    ExporterSession(ExporterAddress exporter, int exportVersion, Limits limits) {
        this.exporter = exporter;
        this.exportVersion = exportVersion;
        this.templates = new TemplateStore(limits);
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

    /** The stream of an observation domain, made when it is new. */
    ExportStream stream(long observationDomain) {
        ExportStream stream = latest;
        if (stream == null || stream.key().observationDomain() != observationDomain) {
            stream = streams.computeIfAbsent(
                    observationDomain, domain -> new ExportStream(exporter, exportVersion, domain));
            latest = stream;
        }
        return stream;
    }

    /** True when it is time to look for expired templates; time going back, as in captures, never is. */
    boolean isExpiryDue(long receivedAtNanos) {
        if (expiredAtNanos == Long.MIN_VALUE) {
            expiredAtNanos = receivedAtNanos;
            return false;
        }
        if (receivedAtNanos - expiredAtNanos < TemplateStore.STAMP_GRANULARITY_NANOS) {
            return false;
        }
        expiredAtNanos = receivedAtNanos;
        return true;
    }
}
