package io.flowledger.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.config.WebAddress;
import io.flowledger.config.WebConfiguration;
import io.flowledger.flow.layout.Layout;
import io.flowledger.metric.CollectorState;
import io.flowledger.metric.PrometheusText;
import io.flowledger.metric.Sample;
import io.flowledger.store.connect.Database;
import io.flowledger.web.api.ExporterRoutes;
import io.flowledger.web.api.FilterRoutes;
import io.flowledger.web.api.LedgerRoute;
import io.flowledger.web.api.StatusRoute;
import io.flowledger.web.api.Tables;
import io.flowledger.web.api.TrafficRoutes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The console and the API, served at one address. It answers from the first moment; what needs the database says so until
 * {@link #database} tells where it is.
 *
 * <p>Threads: {@link #database} and {@link #close} may be called by any.
 */
public final class WebService implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebService.class.getName());
    private static final int CONNECTIONS = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final WebAddress address;
    private final WebServer server;
    private final ReadConnections connections;
    private final ClientWatch watch;
    private final LiveStream live;

    private WebService(
            WebAddress address, WebServer server, ReadConnections connections, ClientWatch watch, LiveStream live) {
        this.address = address;
        this.server = server;
        this.connections = connections;
        this.watch = watch;
        this.live = live;
    }

    /**
     * Serves, if an address is configured and free. A port in use is no reason not to collect flows: it is warned of.
     *
     * @param tls for https
     * @param version of the program
     * @return null when nothing is served
     * @throws IOException when the address cannot be opened for another reason
     */
    public static @Nullable WebService tryOpen(
            WebConfiguration configuration,
            @Nullable SSLContext tls,
            Layout layout,
            CollectorState collector,
            String version)
            throws IOException {
        WebAddress address = configuration.address();
        if (address == null) {
            return null;
        }
        try {
            return open(configuration, address, tls, layout, collector, version);
        } catch (BindException e) {
            LOG.log(
                    Level.WARNING,
                    "the console is not served: {0}: {1}. Flows are collected all the same. Choose another address with"
                            + " --web, for example --web http://127.0.0.1:{2}, or turn the console off with --web none",
                    address,
                    e.getMessage(),
                    Integer.toString(address.port() == 0 ? 8081 : address.port() + 1));
            return null;
        }
    }

    /**
     * Serves at {@code address}.
     *
     * @throws BindException when the port is in use or the address is not of this machine
     */
    public static WebService open(
            WebConfiguration configuration,
            WebAddress address,
            @Nullable SSLContext tls,
            Layout layout,
            CollectorState collector,
            String version)
            throws IOException {
        return open(configuration, address, tls, layout, collector, version, TIMEOUT);
    }

    /** The same with another time after which a question is ended. */
    static WebService open(
            WebConfiguration configuration,
            WebAddress address,
            @Nullable SSLContext tls,
            Layout layout,
            CollectorState collector,
            String version,
            Duration timeout)
            throws IOException {
        Clock clock = Clock.systemUTC();
        RequestCounters counters = new RequestCounters();
        ReadConnections connections = new ReadConnections(CONNECTIONS, timeout, clock);
        ClientWatch watch = new ClientWatch();
        Access access = new Access(configuration, address.tls(), System::nanoTime, counters);
        Gate gate = new Gate(configuration, address, access);
        StatusRoute status = new StatusRoute(collector, connections, version, configuration.isLoginNeeded(), clock);
        LiveStream live = new LiveStream(() -> tick(status, clock.instant()), clock::millis);
        boolean opened = false;
        try {
            ApiDocument document = ApiDocument.load();
            Map<String, Handler> handlers =
                    handlers(new Asking(connections, watch), new Tables(layout), collector, clock, status, gate);
            handlers.put("live", live::open);
            handlers.put("login", access::open);
            handlers.put("logout", access::close);
            JsonNode shown = document.json(version);
            handlers.put("openapi", request -> Answer.json(shown));
            handlers.put("metrics", request -> metrics(collector, counters, connections, live));
            WebServer server = WebServer.open(address, tls, new Router(document, handlers, gate, counters), counters);
            opened = true;
            if (configuration.isLoginNeeded() && !address.tls() && !address.isLoopback()) {
                LOG.log(
                        Level.WARNING,
                        "passwords and tokens go over the network in the clear: use https, or a proxy with TLS in front");
            }
            return new WebService(address, server, connections, watch, live);
        } finally {
            if (!opened) {
                watch.close();
                live.close();
            }
        }
    }

    private static Map<String, Handler> handlers(
            Asking asking, Tables tables, CollectorState collector, Clock clock, StatusRoute status, Gate gate) {
        TrafficRoutes traffic = new TrafficRoutes(asking, tables, clock);
        ExporterRoutes exporters = new ExporterRoutes(asking, tables, clock);
        FilterRoutes filters = new FilterRoutes(asking, tables);
        Map<String, Handler> handlers = new HashMap<>();
        handlers.put("top", traffic::top);
        handlers.put("timeseries", traffic::timeseries);
        handlers.put("conversations", traffic::conversations);
        handlers.put("flows", traffic::flows);
        handlers.put("exporters", exporters::list);
        handlers.put("exporter", exporters::one);
        handlers.put("interfaces", exporters::interfaces);
        handlers.put("ledger", new LedgerRoute(asking, collector, clock)::ledger);
        handlers.put("completions", filters::completions);
        handlers.put("filter", filters::check);
        handlers.put(
                "status",
                request -> Answer.json(gate.isOpenTo(request) ? status.status() : status.open(clock.instant())));
        handlers.put("healthz", request -> health(status.unhealthy()));
        handlers.put("readyz", request -> health(status.unready()));
        return handlers;
    }

    private static Answer health(List<String> reasons) {
        ObjectNode json = Json.object().put("status", reasons.isEmpty() ? "pass" : "fail");
        ArrayNode array = json.putArray("reasons");
        reasons.forEach(array::add);
        return Answer.of(reasons.isEmpty() ? 200 : 503, "application/json", Json.octets(json));
    }

    private static ObjectNode tick(StatusRoute status, Instant now) {
        ObjectNode tick = Json.object().put("at", now.toString());
        ObjectNode whole = status.status();
        tick.set("lastMinute", whole.get("lastMinute"));
        tick.set("status", whole);
        return tick;
    }

    private static Answer metrics(
            CollectorState collector, RequestCounters counters, ReadConnections connections, LiveStream live) {
        PrometheusText text = new PrometheusText();
        text.collector(collector);
        boolean up = connections.wasReached() && connections.awaySince() == null;
        text.gauge(
                "flowledger_database_up",
                "1 when the database answered the last time that it was asked.",
                List.of(Sample.of(up ? 1 : 0)));
        text.counter("flowledger_database_reads_total", "Times that a connection was taken for a question.", (double)
                connections.uses());
        counters.write(text);
        text.gauge(
                "flowledger_web_live_clients",
                "Clients that listen to live events.",
                List.of(Sample.of(live.clients())));
        return Answer.text(PrometheusText.CONTENT_TYPE, text.toString());
    }

    /** Where the database is. */
    public void database(Database where) {
        connections.to(where);
    }

    /** For browsers: with the port that was opened. */
    public String url() {
        InetSocketAddress bound = server.address();
        String host = address.host().isEmpty() ? "localhost" : address.host();
        return new WebAddress(address.tls(), host, bound.getPort()).toString();
    }

    @Override
    public void close() {
        live.close();
        server.close();
        watch.close();
        connections.close();
    }
}
