package io.flowledger.interop;

import io.flowledger.child.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records and sums by exporter and version, as different readers have them. */
record FlowSums(long records, long octets, long packets) {
    static final FlowSums NONE = new FlowSums(0, 0, 0);

    private FlowSums plus(FlowSums other) {
        return new FlowSums(records + other.records, octets + other.octets, packets + other.packets);
    }

    /** What the table holds. */
    static Map<String, FlowSums> inDatabase(Connection connection) throws SQLException {
        Map<String, FlowSums> sums = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT host(exporter) || ' v' || export_version, count(*), sum(octets), sum(packets)"
                                + " FROM flows GROUP BY 1")) {
            while (rows.next()) {
                sums.put(rows.getString(1), new FlowSums(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return sums;
    }

    /** What tshark reads in the datagrams of a journal, which are pcapng files. */
    static Map<String, FlowSums> byTshark(Path journal, int port) throws IOException, InterruptedException {
        Map<String, FlowSums> sums = new TreeMap<>();
        List<Path> segments;
        try (Stream<Path> files = Files.list(journal)) {
            segments = files.filter(file -> file.toString().endsWith(".pcapng"))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            read(segment, port, sums);
        }
        return sums;
    }

    private static void read(Path segment, int port, Map<String, FlowSums> sums)
            throws IOException, InterruptedException {
        Process tshark = new ProcessBuilder(
                        Tool.path("tshark"),
                        "-r",
                        segment.toString(),
                        "-d",
                        "udp.port==" + port + ",cflow",
                        // The beginning and end of a connection are in the journal too.
                        "-Y",
                        "cflow",
                        "-T",
                        "fields",
                        "-E",
                        "occurrence=a",
                        "-e",
                        "ip.src",
                        "-e",
                        "cflow.version",
                        "-e",
                        "cflow.octets",
                        "-e",
                        "cflow.packets")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tshark.waitFor() != 0) {
            throw new AssertionError("tshark cannot read " + segment);
        }
        for (String line : text.lines().toList()) {
            String[] fields = line.split("\t", -1);
            sums.merge(
                    fields[0] + " v" + fields[1],
                    new FlowSums(numbers(fields[2]).size(), sum(fields[2]), sum(fields[3])),
                    FlowSums::plus);
        }
    }

    private static List<String> numbers(String list) {
        return Stream.of(list.split(",")).filter(number -> !number.isEmpty()).toList();
    }

    private static long sum(String list) {
        return numbers(list).stream().mapToLong(Long::parseLong).sum();
    }
}
