package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.metric.CollectorState;
import io.flowledger.store.ledger.Audit;
import io.flowledger.store.ledger.SequenceLoss;
import io.flowledger.web.Answer;
import io.flowledger.web.Asking;
import io.flowledger.web.Json;
import io.flowledger.web.Problem;
import io.flowledger.web.Request;
import io.flowledger.web.TimeSpan;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The books. */
public final class LedgerRoute {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final int MOST_STEPS = 120;
    private static final long[] STEPS = {60, 300, 900, 3600, 4 * 3600, 86_400};

    private final Asking asking;
    private final CollectorState collector;
    private final Clock clock;

    public LedgerRoute(Asking asking, CollectorState collector, Clock clock) {
        this.asking = asking;
        this.collector = collector;
        this.clock = clock;
    }

    /** Sums of an exporter, of a minute, or of all. */
    private static final class Books {
        final EnumMap<LedgerCounter, Long> counters = new EnumMap<>(LedgerCounter.class);
        long lostRecords;
        long lostDatagrams;
        long offBy;
        boolean onPage;

        void add(Books other) {
            for (LedgerCounter counter : LedgerCounter.values()) {
                counters.merge(counter, other.counters.getOrDefault(counter, 0L), Long::sum);
            }
            lostRecords += other.lostRecords;
            lostDatagrams += other.lostDatagrams;
            offBy += other.offBy;
        }

        ObjectNode json() {
            ObjectNode json = Json.object();
            for (LedgerCounter counter : LedgerCounter.values()) {
                json.put(key(counter), counters.getOrDefault(counter, 0L));
            }
            return json.put("lostRecords", lostRecords)
                    .put("lostDatagrams", lostDatagrams)
                    .put("offBy", offBy)
                    .put("balanced", offBy == 0);
        }
    }

    /** Counters of datagrams by their short names, the others as their columns. */
    static String key(LedgerCounter counter) {
        String column = counter.column().replaceFirst("^datagrams_", "");
        StringBuilder key = new StringBuilder();
        for (String word : column.split("_")) {
            key.append(key.length() == 0 ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return key.toString();
    }

    /** {@code GET /api/v1/ledger}. */
    public Answer ledger(Request request) throws SQLException, Problem, IOException {
        Instant now = clock.instant();
        TimeSpan span = request.span(now, USUAL).wholeMinutes();
        String exporter = request.find("exporter");
        Page page = Page.ofExporters(request);
        long step = step(span);
        return Answer.json(asking.ask(request, connection -> json(connection, span, exporter, page, step, now)));
    }

    private static long step(TimeSpan span) {
        for (long step : STEPS) {
            if (span.seconds() / step <= MOST_STEPS) {
                return step;
            }
        }
        return 7 * 86_400L;
    }

    private ObjectNode json(
            Connection connection, TimeSpan span, @Nullable String exporter, Page page, long step, Instant now)
            throws SQLException {
        Map<String, Map<Long, Books>> books = read(connection, span, exporter, page.after(), step);
        String[] next = new String[1];
        Books all = new Books();
        Map<Long, Books> minutes = new TreeMap<>();
        ArrayNode exporters = Json.array();
        books.forEach((address, steps) -> {
            Books sum = new Books();
            ArrayNode cells = Json.array();
            steps.forEach((minute, cell) -> {
                sum.add(cell);
                minutes.computeIfAbsent(minute, missing -> new Books()).add(cell);
                cells.add(cell.json().put("minute", minute));
            });
            all.add(sum);
            if (steps.values().stream().noneMatch(cell -> cell.onPage)) {
                return;
            }
            if (exporters.size() == page.limit()) {
                next[0] = exporters.get(page.limit() - 1).path("exporter").asText();
                return;
            }
            ObjectNode one = sum.json().put("exporter", address);
            one.set("minutes", cells);
            exporters.add(one);
        });
        ObjectNode json = Json.object();
        json.set("window", span.json());
        json.put("stepSeconds", step);
        json.set("total", total(connection, all, span, exporter, now));
        json.put("balanced", all.offBy == 0).put("offBy", all.offBy);
        ArrayNode over = json.putArray("minutes");
        minutes.forEach((minute, cell) -> over.add(cell.json().put("minute", minute)));
        json.set("exporters", exporters);
        json.put("next", next[0]);
        json.set("reasons", reasons(connection, span, exporter));
        return json;
    }

    /** What waits in the journal was received, and is in no minute yet. */
    private ObjectNode total(Connection connection, Books all, TimeSpan span, @Nullable String exporter, Instant now)
            throws SQLException {
        ObjectNode total = all.json();
        boolean live = exporter == null && !span.to().isBefore(now);
        long waiting = live ? Math.max(0, collector.waitingDatagrams()) : 0;
        total.put("waiting", waiting);
        total.put("received", all.counters.getOrDefault(LedgerCounter.DATAGRAMS_RECEIVED, 0L) + waiting);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(sum(kernel_dropped), 0), coalesce(sum(journal_full_dropped), 0)"
                        + " FROM flowledger.listener_drop WHERE minute >= ? AND minute < ?")) {
            span(statement, 1, span);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                total.put("kernelDropped", rows.getLong(1))
                        .put("journalFullDropped", rows.getLong(2))
                        .put("dropped", rows.getLong(1) + rows.getLong(2));
            }
        }
        return total;
    }

    private static void span(PreparedStatement statement, int first, TimeSpan span) throws SQLException {
        statement.setTimestamp(first, Timestamp.from(span.from()));
        statement.setTimestamp(first + 1, Timestamp.from(span.to()));
    }

    private static Map<String, Map<Long, Books>> read(
            Connection connection, TimeSpan span, @Nullable String exporter, @Nullable String after, long step)
            throws SQLException {
        String sums = Arrays.stream(LedgerCounter.values())
                .map(counter -> "sum(" + counter.column() + ")::bigint AS " + counter.column())
                .collect(Collectors.joining(", "));
        String sql = "SELECT host(exporter) AS address, (floor(extract(epoch FROM minute) / " + step + ") * " + step
                + ")::bigint AS step, " + sums + ", " + SequenceLoss.RECORDS
                + " AS lost_records, " + SequenceLoss.DATAGRAMS + " AS lost_datagrams, (" + Audit.OFF_BY
                + ")::bigint AS off_by, (?::inet IS NULL OR exporter > ?::inet) AS on_page"
                + " FROM flowledger.ledger WHERE minute >= ? AND minute < ?"
                + (exporter == null ? "" : " AND host(exporter) = ?")
                + " GROUP BY exporter, step ORDER BY exporter, step";
        Map<String, Map<Long, Books>> books = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, after);
            statement.setString(2, after);
            span(statement, 3, span);
            if (exporter != null) {
                statement.setString(5, exporter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Books one = new Books();
                    for (LedgerCounter counter : LedgerCounter.values()) {
                        one.counters.put(counter, rows.getLong(counter.column()));
                    }
                    one.lostRecords = rows.getLong("lost_records");
                    one.lostDatagrams = rows.getLong("lost_datagrams");
                    one.offBy = rows.getLong("off_by");
                    one.onPage = rows.getBoolean("on_page");
                    books.computeIfAbsent(rows.getString("address"), missing -> new LinkedHashMap<>())
                            .put(rows.getLong("step"), one);
                }
            }
        }
        return books;
    }

    private static ArrayNode reasons(Connection connection, TimeSpan span, @Nullable String exporter)
            throws SQLException {
        ArrayNode reasons = Json.array();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT counter, lower(reason), sum(count)::bigint FROM flowledger.ledger_reason"
                        + " WHERE minute >= ? AND minute < ?" + (exporter == null ? "" : " AND host(exporter) = ?")
                        + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")) {
            span(statement, 1, span);
            if (exporter != null) {
                statement.setString(3, exporter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reasons.addObject()
                            .put("counter", rows.getString(1))
                            .put("reason", rows.getString(2))
                            .put("count", rows.getLong(3));
                }
            }
        }
        return reasons;
    }
}
