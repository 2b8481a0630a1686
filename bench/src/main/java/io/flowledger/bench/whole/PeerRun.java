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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collectors of others beside ours, in turn over UDP from the same sender: nfcapd and goflow2, which only file what comes, and
 * nfacctd with its plugin for PostgreSQL and COPY, into the same server as ours. Those that are not installed have no loads.
 */
final class PeerRun {
    static final String OURS = "Flowledger";
    static final String FILER = "nfcapd (to files)";
    static final String DECODER = "goflow2 (Protocol Buffers to a file)";
    static final String STORER = "nfacctd (pgsql, COPY)";
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

        /** False when it is not installed. */
        boolean isMeasured() {
            return !loads.isEmpty();
        }

        double stored() {
            return median(loads.stream().mapToDouble(Load::stored).toArray());
        }

        double serverPerMillion() {
            return median(loads.stream()
                    .mapToDouble(load -> load.serverSeconds / load.stored * 1e6)
                    .toArray());
        }

        private static double median(double[] values) {
            Arrays.sort(values);
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
        Result ours = new Result(OURS, new ArrayList<>());
        Result nfcapd = new Result(FILER, new ArrayList<>());
        Result goflow2 = new Result(DECODER, new ArrayList<>());
        Result nfacctd = new Result(STORER, new ArrayList<>());
        Path goflow2Program = Goflow2.find();
        for (int round = 0; round < rounds; round++) {
            ours.loads.add(ours(datagrams, rate));
            if (Peer.isInstalled(NFCAPD)) {
                nfcapd.loads.add(nfcapd(datagrams, rate));
            }
            if (goflow2Program != null) {
                goflow2.loads.add(goflow2(goflow2Program, datagrams, rate));
            }
            if (Peer.isInstalled(NFACCTD)) {
                nfacctd.loads.add(nfacctd(datagrams / 10, 1000));
            }
        }
        return List.of(ours, nfcapd, goflow2, nfacctd);
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
        try {
            int port = ReceiveRun.freePort().getPort();
            return filed(nfcapd(port, files), port, datagrams, rate, () -> flows(files));
        } finally {
            ScratchDirectory.delete(files);
        }
    }

    /** nfcapd with a file for an hour. */
    static List<String> nfcapd(int port, Path files) {
        return List.of(
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
                Integer.toString(ReceiveBufferLimit.ADVISED_OCTETS));
    }

    private Load goflow2(Path program, long datagrams, double rate) throws IOException, InterruptedException {
        Path file = directory.resolve("goflow2.bin");
        try {
            int port = ReceiveRun.freePort().getPort();
            return filed(Goflow2.command(program, port, file), port, datagrams, rate, () -> Goflow2.flows(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Counts what a collector has filed once it has ended. */
    @FunctionalInterface
    private interface Filed {
        long flows() throws IOException, InterruptedException;
    }

    /** A load of a collector that files: all is filed when it uses no processor time any more. */
    private Load filed(List<String> command, int port, long datagrams, double rate, Filed filed)
            throws IOException, InterruptedException {
        try (Peer peer = Peer.start(command, port, directory.resolve("peer.log"))) {
            long begun = System.nanoTime();
            long sent = receive.send(datagrams, rate, port).records();
            double cpu = peer.cpuSeconds();
            double then = -1;
            while (cpu > then) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS / 2);
                then = cpu;
                cpu = peer.cpuSeconds();
            }
            double seconds = (System.nanoTime() - begun) / 1e9 - POLL_MILLIS / 2e3;
            peer.terminate();
            return new Load(rate, sent, filed.flows(), seconds, cpu, 0);
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
            long sent = receive.send(datagrams, rate, port).records();
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
}
