package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.metric.CollectorState;
import io.flowledger.metric.Reception;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.store.ledger.Audit;
import io.flowledger.web.Json;
import io.flowledger.web.Problem;
import io.flowledger.web.ReadConnections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How the collector and the database are. Safe for all threads. */
public final class StatusRoute {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration MEMORY = Duration.ofSeconds(60);
    private static final int DAYS_CHECKED = 1;

    private final CollectorState collector;
    private final ReadConnections connections;
    private final String version;
    private final boolean loginNeeded;
    private final Clock clock;
    private final Deque<Figures> history = new ArrayDeque<>();
    private final AtomicReference<@Nullable Looked> latest = new AtomicReference<>();

    private record Figures(Instant at, long received, long refused, long writtenOctets) {}

    /** What a look at the database gave. */
    private record Looked(Instant at, boolean up, boolean hasData, long offBy, ObjectNode lastMinute) {}

    public StatusRoute(
            CollectorState collector, ReadConnections connections, String version, boolean loginNeeded, Clock clock) {
        this.collector = collector;
        this.connections = connections;
        this.version = version;
        this.loginNeeded = loginNeeded;
        this.clock = clock;
    }

    /** All that is told to who is logged in. */
    public ObjectNode status() {
        Instant now = clock.instant();
        Looked looked = look(now);
        ObjectNode json = open(now);
        json.put("startedAt", collector.startedAt().toString()).put("collector", collector.isCollector());
        ObjectNode database = json.putObject("database");
        Instant away = connections.awaySince();
        database.put("state", looked.up() ? "up" : connections.wasReached() ? "away" : "starting")
                .put("awaySince", away == null ? null : away.toString());
        json.set("journal", journal(now));
        RoomGate room = collector.room();
        RoomGate.Shortage shortage = room == null ? null : room.shortage();
        json.put("storingStopped", shortage == null ? null : shortage.key());
        json.put("balanced", looked.offBy() == 0).put("offBy", looked.offBy()).put("hasData", looked.hasData());
        json.set("lastMinute", looked.lastMinute());
        ArrayNode listen = json.putArray("listen");
        collector.listening().forEach(listen::add);
        ArrayNode addresses = json.putArray("addresses");
        addresses().forEach(addresses::add);
        json.put("hostname", hostname());
        json.set("receive", receive(now));
        Throwable failure = collector.failure();
        json.put("failure", failure == null ? null : failure.toString());
        return json;
    }

    /** What is told to everybody. */
    public ObjectNode open(Instant now) {
        ObjectNode json = Json.object().put("version", version).put("now", now.toString());
        json.putObject("access").put("login", loginNeeded);
        return json;
    }

    private synchronized Looked look(Instant now) {
        Looked known = latest.get();
        if (known != null && Duration.between(known.at(), now).compareTo(FRESH) < 0) {
            return known;
        }
        Looked looked;
        try (ReadConnections.Lease lease = connections.take()) {
            try {
                looked = ask(lease.connection(), now);
            } catch (SQLException e) {
                lease.spoil();
                throw e;
            }
        } catch (SQLException | Problem e) {
            looked = new Looked(
                    now,
                    false,
                    known != null && known.hasData(),
                    known == null ? 0 : known.offBy(),
                    known == null ? Json.object() : known.lastMinute());
        }
        latest.set(looked);
        return looked;
    }

    private static Looked ask(Connection connection, Instant now) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT EXISTS (SELECT FROM flowledger.ledger) AS has_data,"
                        + " coalesce(" + Audit.OFF_BY + ", 0) AS off_by,"
                        + " coalesce(sum(datagrams_received) FILTER (WHERE minute >= now() - interval '2 minutes'"
                        + " AND minute < date_trunc('minute', now())), 0) AS datagrams,"
                        + " coalesce(sum(rows) FILTER (WHERE minute >= now() - interval '2 minutes'"
                        + " AND minute < date_trunc('minute', now())), 0) AS rows"
                        + " FROM flowledger.ledger WHERE minute > now() - interval '" + DAYS_CHECKED + " days'")) {
            rows.next();
            return new Looked(
                    now,
                    true,
                    rows.getBoolean("has_data"),
                    rows.getLong("off_by"),
                    Json.object().put("datagrams", rows.getLong("datagrams")).put("rows", rows.getLong("rows")));
        }
    }

    private ObjectNode journal(Instant now) {
        JournalWriter journal = collector.journal();
        ObjectNode json = Json.object().put("limitOctets", collector.journalLimitOctets());
        if (journal == null) {
            return json.putNull("octets")
                    .putNull("waitingDatagrams")
                    .putNull("waitingOctets")
                    .putNull("lastsSeconds");
        }
        long waitingOctets = collector.waitingOctets();
        long waiting = collector.waitingDatagrams();
        double rate = rate(now).writtenOctets;
        long room =
                Math.min(collector.journalLimitOctets() - Math.max(0, waitingOctets), free() + journal.totalOctets());
        json.put("octets", journal.totalOctets());
        json.put("waitingDatagrams", waiting < 0 ? null : (Long) waiting);
        json.put("waitingOctets", waitingOctets < 0 ? null : (Long) waitingOctets);
        json.put("lastsSeconds", rate <= 0 ? null : (Long) (long) (Math.max(0, room) / rate));
        return json;
    }

    private long free() {
        try {
            return Files.getFileStore(collector.journalDirectory()).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE / 2;
        }
    }

    private ObjectNode receive(Instant now) {
        Reception reception = collector.reception();
        if (reception == null) {
            return Json.object();
        }
        Rates rates = rate(now);
        return Json.object()
                .put("datagramsPerSecond", rates.received)
                .put("datagrams", reception.received().getAsLong())
                .put("journalFullDropped", reception.refused().getAsLong())
                .put("kernelDropped", reception.kernelDropped().getAsLong());
    }

    private record Rates(double received, double writtenOctets) {}

    /** Over the last minute, as far as somebody asked meanwhile; else since the start. */
    private Rates rate(Instant now) {
        Reception reception = collector.reception();
        JournalWriter journal = collector.journal();
        if (reception == null || journal == null) {
            return new Rates(0, 0);
        }
        Figures figures = new Figures(
                now, reception.received().getAsLong(), reception.refused().getAsLong(), journal.endPosition());
        synchronized (history) {
            Figures last = history.peekLast();
            if (last == null || Duration.between(last.at(), now).toMillis() >= 1000) {
                history.addLast(figures);
            }
            while (history.size() > 2
                    && Duration.between(history.getFirst().at(), now).compareTo(MEMORY) > 0) {
                history.removeFirst();
            }
            Figures first = history.getFirst();
            double seconds = Duration.between(first.at(), now).toNanos() / 1e9;
            if (seconds < 0.5) {
                return new Rates(0, 0);
            }
            return new Rates(
                    (figures.received() - first.received()) / seconds,
                    (figures.writtenOctets() - first.writtenOctets()) / seconds);
        }
    }

    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .map(text -> text.replaceFirst("%.*", ""))
                    .sorted()
                    .forEach(addresses::add);
        } catch (SocketException e) {
            addresses.clear();
        }
        return addresses;
    }

    private static String hostname() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** Why this process cannot do its work now; empty when it can. */
    public List<String> unready() {
        List<String> reasons = new ArrayList<>(unhealthy());
        Looked looked = look(clock.instant());
        if (!connections.wasReached()) {
            reasons.add("the database was not reached yet");
        } else if (!collector.isCollector() && !looked.up()) {
            reasons.add("the database cannot be reached");
        }
        JournalWriter journal = collector.journal();
        if (journal != null
                && collector.waitingOctets() > 0
                && collector.waitingOctets() >= collector.journalLimitOctets() * 98 / 100) {
            reasons.add("the journal is full");
        }
        return reasons;
    }

    /** Why this process is to be started anew; empty when it is well. */
    public List<String> unhealthy() {
        List<String> reasons = new ArrayList<>();
        Throwable failure = collector.failure();
        if (failure != null) {
            reasons.add("the ingest ended: " + failure);
        }
        Reception reception = collector.reception();
        if (reception != null && !reception.receiving().getAsBoolean()) {
            reasons.add("the thread that receives has ended");
        }
        return reasons;
    }
}
