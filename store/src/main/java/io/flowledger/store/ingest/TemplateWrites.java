package io.flowledger.store.ingest;

import static io.flowledger.store.bulk.UnnestStatement.KEY;
import static io.flowledger.store.bulk.UnnestStatement.KEY_VALUES;
import static io.flowledger.store.bulk.UnnestStatement.SAME_KEY;
import static io.flowledger.store.bulk.UnnestStatement.Type.BIGINT;
import static io.flowledger.store.bulk.UnnestStatement.Type.BOOLEAN;
import static io.flowledger.store.bulk.UnnestStatement.Type.BYTEA;
import static io.flowledger.store.bulk.UnnestStatement.Type.INTEGER;
import static io.flowledger.store.bulk.UnnestStatement.Type.TEXT;
import static io.flowledger.store.bulk.UnnestStatement.instant;
import static io.flowledger.store.bulk.UnnestStatement.micros;

import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.store.bulk.UnnestStatement;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.template.FieldSpecifier;
import io.flowledger.wire.template.Template;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened to templates in a batch, within a transaction. The events of each template are played through in
 * memory, so that three statements do for all: end versions of earlier batches, add versions, refresh what stayed.
 */
final class TemplateWrites {
    private static final String SAME_TEMPLATE = "y.source_id = %d AND " + SAME_KEY
            + " AND y.template_id = t.template_id AND y.session = t.session AND y.until_position IS NULL";

    private final Map<TemplateKey, History> histories = new LinkedHashMap<>();

    private record TemplateKey(StreamKey stream, long session, int templateId) {}

    /** One template within the batch. */
    private static final class History {
        /** Where the version of an earlier batch ends, or -1 when it goes on. */
        private long endedAt = -1;

        /** Versions of this batch by the position they hold from; the last one of a position wins. */
        private final TreeMap<Long, Version> versions = new TreeMap<>();

        private long refreshedNanos = Long.MIN_VALUE;

        void end(long position) {
            if (endedAt < 0) {
                endedAt = position;
            }
            if (!versions.isEmpty()) {
                Version last = versions.lastEntry().getValue();
                if (last.until < 0) {
                    last.until = position;
                }
            }
        }
    }

    private static final class Version {
        private final TemplateVersion event;
        private long until = -1;
        private long refreshedNanos;

        Version(TemplateVersion event) {
            this.event = event;
            this.refreshedNanos = event.receivedAtNanos();
        }
    }

    static void write(Connection connection, int sourceId, List<TemplateVersion> events) throws SQLException {
        if (!events.isEmpty()) {
            TemplateWrites writes = new TemplateWrites();
            events.forEach(writes::play);
            writes.write(connection, sourceId);
        }
    }

    private void play(TemplateVersion event) {
        History history = histories.computeIfAbsent(
                new TemplateKey(event.key(), event.session(), event.template().templateId()), key -> new History());
        switch (event.event()) {
            case DEFINED -> {
                history.end(event.position());
                history.versions.put(event.position(), new Version(event));
            }
            case ENDED -> history.end(event.position());
            case REFRESHED -> {
                if (history.versions.isEmpty()) {
                    history.refreshedNanos = Math.max(history.refreshedNanos, event.receivedAtNanos());
                } else {
                    Version last = history.versions.lastEntry().getValue();
                    last.refreshedNanos = Math.max(last.refreshedNanos, event.receivedAtNanos());
                }
            }
        }
    }

    private void write(Connection connection, int sourceId) throws SQLException {
        UnnestStatement ended = change("until_position = f.moment", sourceId);
        UnnestStatement added = added(sourceId);
        UnnestStatement refreshed = change("refreshed_at = " + instant("f.moment"), sourceId);
        histories.forEach((key, history) -> {
            if (history.refreshedNanos != Long.MIN_VALUE) {
                refreshed.addFor(key.stream, key.templateId, key.session, micros(history.refreshedNanos));
            }
            if (history.endedAt >= 0) {
                ended.addFor(key.stream, key.templateId, key.session, history.endedAt);
            }
            history.versions.values().forEach(version -> add(added, version));
        });
        refreshed.execute(connection);
        ended.execute(connection);
        added.execute(connection);
    }

    /** Changes the version that holds; {@code f.moment} is the last value of each row. */
    private static UnnestStatement change(String assignment, int sourceId) {
        return UnnestStatement.pointing(
                "UPDATE flowledger.template_version x SET " + assignment + " FROM",
                "flowledger.template_version",
                KEY + ", template_id, session, moment",
                String.format(SAME_TEMPLATE, sourceId),
                TEXT,
                INTEGER,
                BIGINT,
                INTEGER,
                BIGINT,
                BIGINT);
    }

    private static UnnestStatement added(int sourceId) {
        return new UnnestStatement(
                "INSERT INTO flowledger.template_version (source_id, " + KEY + ", template_id, session, from_position,"
                        + " until_position, received_at, refreshed_at, options, definition, fields) SELECT " + sourceId
                        + ", " + KEY_VALUES + ", t.template_id, t.session, t.from_position, t.until_position, "
                        + instant("t.received") + ", " + instant("t.refreshed") + ", t.options, t.definition, t.fields",
                KEY
                        + ", template_id, session, from_position, until_position, received, refreshed, options, definition, fields",
                "ON CONFLICT (source_id, " + KEY + ", template_id, from_position) DO UPDATE SET"
                        + " session = excluded.session, until_position = excluded.until_position, refreshed_at = excluded.refreshed_at,"
                        + " options = excluded.options, definition = excluded.definition, fields = excluded.fields",
                TEXT,
                INTEGER,
                BIGINT,
                INTEGER,
                BIGINT,
                BIGINT,
                BIGINT,
                BIGINT,
                BIGINT,
                BOOLEAN,
                BYTEA,
                TEXT);
    }

    private static void add(UnnestStatement added, Version version) {
        TemplateVersion event = version.event;
        Template template = event.template();
        @Nullable Long until = version.until < 0 ? null : version.until;
        added.addFor(
                event.key(),
                template.templateId(),
                event.session(),
                event.position(),
                until,
                micros(event.receivedAtNanos()),
                micros(version.refreshedNanos),
                template.isOptions(),
                template.encoded(),
                fields(template));
    }

    /** The fields by name, with their octets; {@code v} for a variable length, {@code |} after the scope. */
    static String fields(Template template) {
        ElementRegistry registry = ElementRegistry.standard();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.fieldCount(); i++) {
            FieldSpecifier field = template.field(i);
            boolean afterScope = i > 0 && i == template.scopeFieldCount();
            text.append(i == 0 ? "" : afterScope ? " | " : " ")
                    .append(registry.element(field.enterpriseNumber(), field.elementId())
                            .name())
                    .append('[')
                    .append(field.isVariableLength() ? "v" : Integer.toString(field.length()))
                    .append(']');
        }
        return text.toString();
    }
}
