package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collectors of others beside ours, in turn over UDP from the same generator: nfcapd, which only files what comes, and
 * nfacctd with its plugin for PostgreSQL and COPY, into the same server as ours. Those that are not installed are left out.
 */
final class PeerRun {
    static final String NFCAPD = "/usr/bin/nfcapd";
    static final String NFDUMP = "/usr/bin/nfdump";
    private static final String NFACCTD = "/usr/sbin/nfacctd";
    private static final Pattern FLOWS = Pattern.compile("Flows: (\\d+)");
    private static final long POLL_MILLIS = 1000;
    private static final int UNCHANGED_POLLS = 12;

    private final BenchServer server;
    private final Path directory;
    private final ReceiveRun receive;

    /**
     * One load.
     *
     * @param wanted datagrams in a second
     * @param sent flows sent
     * @param stored flows of them that were stored
     * @param seconds from the first datagram until all was stored
     * @param cpuSeconds of the collector
     * @param serverSeconds of PostgreSQL
     */
    record Load(double wanted, long sent, long stored, double seconds, double cpuSeconds, double serverSeconds) {
        double cpuPerMillion() {
            return cpuSeconds / stored * 1e6;
        }
    }

    /** A collector with its loads. */
    record Result(String name, List<Load> loads) {
        double cpuPerMillion() {
            return median(loads.stream().mapToDouble(Load::cpuPerMillion).toArray());
        }

        double flowsPerSecond() {
            return median(loads.stream()
                    .mapToDouble(load -> load.stored / load.seconds)
                    .toArray());
        }

        private static double median(double[] values) {
            java.util.Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    PeerRun(BenchServer server, Path directory, ReceiveRun receive) {
        this.server = server;
        this.directory = directory;
        this.receive = receive;
    }

    /**
     * Ours and each peer in turn.
     *
     * @param datagrams of a load, a tenth of it for nfacctd, which is slower by more than that
     * @param rate in a second; nfacctd gets 1,000, at which it loses nothing
     */
    List<Result> run(long datagrams, double rate, int rounds) throws IOException, SQLException, InterruptedException {
        List<Result> results = new ArrayList<>();
        for (String name : List.of("Flowledger", "nfcapd (to files)", "nfacctd (pgsql, COPY)")) {
            results.add(new Result(name, new ArrayList<>()));
        }
        for (int round = 0; round < rounds; round++) {
            results.get(0).loads.add(ours(datagrams, rate));
            if (Peer.isInstalled(NFCAPD)) {
                results.get(1).loads.add(nfcapd(datagrams, rate));
            }
            if (Peer.isInstalled(NFACCTD)) {
                results.get(2).loads.add(nfacctd(datagrams / 10, 1000));
            }
        }
        results.removeIf(result -> result.loads.isEmpty());
        return results;
    }

    private Load ours(long datagrams, double rate) throws IOException, SQLException, InterruptedException {
        double before = server.cpuSeconds();
        ReceiveRun.Result result = receive.run(datagrams, rate);
        return new Load(
                rate,
                result.records(),
                result.rows(),
                result.landedSeconds(),
                result.ourCpuSeconds(),
                server.cpuSeconds() - before);
    }

    private Load nfcapd(long datagrams, double rate) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory(directory, "nfcapd");
        int port = ReceiveRun.freePort().getPort();
        try (Peer peer = Peer.start(
                List.of(
                        NFCAPD,
                        "-w",
                        files.toString(),
                        "-p",
                        Integer.toString(port),
                        "-b",
                        "127.0.0.1",
                        "-t",
                        "3600",
                        "-B",
                        "33554432"),
                port,
                directory.resolve("nfcapd.log"))) {
            long begun = System.nanoTime();
            long sent = receive.generate(datagrams, rate, port);
            double cpu = peer.cpuSeconds();
            double then = -1;
            while (cpu > then) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS / 2);
                then = cpu;
                cpu = peer.cpuSeconds();
            }
            double seconds = (System.nanoTime() - begun) / 1e9 - POLL_MILLIS / 2e3;
            peer.terminate();
            return new Load(rate, sent, flows(files), seconds, cpu, 0);
        } finally {
            ScratchDirectory.delete(files);
        }
    }

    /** Flows in files of nfcapd. */
    static long flows(Path files) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(NFDUMP, "-R", files.toString(), "-I").start();
        String said;
        try (BufferedReader reader = process.inputReader()) {
            said = String.join("\n", reader.lines().toList());
        }
        process.waitFor();
        Matcher matcher = FLOWS.matcher(said);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private Load nfacctd(long datagrams, double rate) throws IOException, SQLException, InterruptedException {
        server.createDatabase("peer");
        try (Connection connection = server.connect("peer");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE peer_flows (ip_src inet, ip_dst inet, port_src int, port_dst int, ip_proto int,"
                            + " tos int, timestamp_start timestamp, timestamp_end timestamp, peer_ip_src inet, packets bigint,"
                            + " bytes bigint)");
        }
        int port = ReceiveRun.freePort().getPort();
        Path configuration = directory.resolve("nfacctd.conf");
        Files.writeString(configuration, configuration(port));
        double serverBefore = server.cpuSeconds();
        try (Peer peer =
                Peer.start(List.of(NFACCTD, "-f", configuration.toString()), port, directory.resolve("nfacctd.log"))) {
            long begun = System.nanoTime();
            long sent = receive.generate(datagrams, rate, port);
            long stored = -1;
            double seconds = 0;
            for (int unchanged = 0; unchanged < UNCHANGED_POLLS; unchanged++) {
                long now = server.number("peer", "SELECT count(*) FROM peer_flows");
                if (now != stored) {
                    stored = now;
                    unchanged = 0;
                    seconds = (System.nanoTime() - begun) / 1e9;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            double cpu = peer.cpuSeconds();
            peer.terminate();
            return new Load(rate, sent, stored, seconds, cpu, server.cpuSeconds() - serverBefore);
        } finally {
            server.dropDatabase("peer");
        }
    }

    private String configuration(int port) {
        List<String> login = server.login("peer");
        return """
                daemonize: false
                nfacctd_ip: 127.0.0.1
                nfacctd_port: %d
                plugins: pgsql
                aggregate: src_host, dst_host, src_port, dst_port, proto, tos, timestamp_start, timestamp_end, peer_src_ip
                sql_host: 127.0.0.1
                sql_port: %d
                sql_db: peer
                sql_user: %s
                sql_passwd: %s
                sql_table: peer_flows
                sql_refresh_time: 5
                sql_use_copy: true
                sql_optimize_clauses: true
                sql_dont_try_update: true
                sql_num_protos: true
                timestamps_secs: true
                plugin_pipe_size: 268435456
                plugin_buffer_size: 1048576
                sql_cache_entries: 300007
                """.formatted(port, server.port(), login.get(1), login.get(2));
    }

    /** The table, in Markdown. */
    static String table(List<Result> results) {
        StringBuilder text = new StringBuilder(512)
                .append(
                        "| collector | wanted, datagrams/s | flows sent | stored | stored in a second | its CPU s per M |"
                                + " PostgreSQL's CPU s per M |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Result result : results) {
            Load last = result.loads.get(result.loads.size() - 1);
            double[] stored = result.loads.stream().mapToDouble(Load::stored).toArray();
            double[] ofServer = result.loads.stream()
                    .mapToDouble(load -> load.serverSeconds / load.stored * 1e6)
                    .toArray();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,d | %,.0f | %,.0f | %.2f | %.2f |%n",
                    result.name,
                    last.wanted,
                    last.sent,
                    Result.median(stored),
                    result.flowsPerSecond(),
                    result.cpuPerMillion(),
                    Result.median(ofServer)));
        }
        return text.toString();
    }
}
