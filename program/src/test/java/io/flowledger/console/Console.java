package io.flowledger.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.child.ChildProcess;
import io.flowledger.embedded.TestDatabase;
import io.flowledger.generate.DemoCapture;
import io.flowledger.generate.DemoTraffic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program as it is run, after half an hour of the demo's traffic and some datagrams of a worse kind, which were imported: so
 * nothing in it depends on how fast the machine is.
 */
final class Console implements AutoCloseable {
    private static final Duration LENGTH = Duration.ofMinutes(32);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path directory;
    private final TestDatabase database;
    private final Instant end;
    private final ChildProcess run;
    private final Chromium chromium;
    private final String url;
    private final int port;

    private Console(
            Path directory,
            TestDatabase database,
            Instant end,
            ChildProcess run,
            Chromium chromium,
            String url,
            int port) {
        this.directory = directory;
        this.database = database;
        this.end = end;
        this.run = run;
        this.chromium = chromium;
        this.url = url;
        this.port = port;
    }

    /** Imports, and starts the program and the browser. */
    static Console start() throws Exception {
        Chromium chromium = Chromium.start();
        Path directory = Files.createTempDirectory("flowledger-console-");
        TestDatabase database = TestDatabase.create();
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
        DemoTraffic traffic = new DemoTraffic(
                3, Duration.ofMinutes(15), Duration.ofMinutes(4), Duration.ofSeconds(300), Duration.ofSeconds(20));
        List<Path> captures = new ArrayList<>(DemoCapture.write(directory, end.minus(LENGTH), LENGTH, traffic));
        captures.add(WorseDatagrams.write(directory.resolve("worse.pcap"), end.minus(LENGTH)));
        try (ChildProcess imported = flowledger(
                directory,
                database,
                Stream.concat(Stream.of("import"), captures.stream().map(Path::toString))
                        .toArray(String[]::new))) {
            int status = imported.awaitExit();
            if (status != 0) {
                throw new IOException("import: " + status + imported);
            }
        }
        ChildProcess run = run(directory, database);
        String url = run.awaitOut("Console: +(\\S+)").group(1);
        return new Console(directory, database, end, run, chromium, url, listening(run));
    }

    /** Starts the program, receiving and serving the console on free ports. */
    static ChildProcess run(Path directory, TestDatabase database, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--listen", "udp://127.0.0.1:0", "--web", "http://127.0.0.1:0"));
        arguments.addAll(List.of(more));
        return flowledger(directory, database, arguments.toArray(new String[0]));
    }

    /** The port on which it receives. */
    static int listening(ChildProcess run) throws InterruptedException {
        return Integer.parseInt(
                run.awaitOut("Listening on udp 127\\.0\\.0\\.1 port (\\d+)").group(1));
    }

    private static ChildProcess flowledger(Path directory, TestDatabase database, String... args) throws IOException {
        return ChildProcess.flowledger(
                Map.of("FLOWLEDGER_DATABASE", database.databaseUrl(), "FLOWLEDGER_DATA_DIR", directory.toString()),
                args);
    }

    /** A window; the caller closes it. */
    View view(View.Look look) {
        return new View(chromium.browser(), url, look);
    }

    View view() {
        return view(View.Look.DESK);
    }

    /** A window onto another server. */
    View view(String otherUrl, View.Look look) {
        return new View(chromium.browser(), otherUrl, look);
    }

    /** The half hour that was imported, as the address of a page says it: whole steps of ten seconds. */
    String range() {
        return from().getEpochSecond() + "-" + end.getEpochSecond();
    }

    Instant from() {
        return end.minus(Duration.ofMinutes(30));
    }

    Instant to() {
        return end;
    }

    /** Where the console is served. */
    String url() {
        return url;
    }

    /** Where datagrams are received. */
    int port() {
        return port;
    }

    TestDatabase database() {
        return database;
    }

    Connection connect() throws Exception {
        return database.connect();
    }

    /** The answer to an address that the page asked. */
    static JsonNode json(String address) throws Exception {
        HttpResponse<String> answer =
                CLIENT.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(address + ": " + answer.statusCode() + " " + answer.body());
        }
        return parsed(answer.body());
    }

    static JsonNode parsed(String json) throws IOException {
        return MAPPER.readTree(json);
    }

    JsonNode api(String path) throws Exception {
        return json(url + "/api/v1/" + path);
    }

    @Override
    public void close() throws Exception {
        chromium.close();
        run.close();
        database.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
