package io.flowledger.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.child.ChildProcess;
import io.flowledger.child.Deadline;
import io.flowledger.child.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector as a process, its lines read by a reader written from the description of the pipe. */
class CollectorTest {
    /** The line as it is described: base64, seconds with a fraction, address and port; separators as Python writes them. */
    private static final Pattern LINE =
            Pattern.compile("\\[\"([A-Za-z0-9+/]*={0,2})\", (\\d{10}\\.\\d{6}), \\[\"([0-9A-Fa-f.:]+)\", (\\d{1,5})]]");

    @TempDir
    private Path directory;

    private Path pipe;

    /** Reads lines until the pipe's last writer is gone. */
    private final class Reader implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final BufferedReader in;

        Reader() throws IOException {
            in = Files.newBufferedReader(pipe, StandardCharsets.US_ASCII);
            Thread thread = new Thread(() -> {
                try {
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        lines.add(line);
                    }
                } catch (IOException e) {
                    // The pipe was closed.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void await(int count) throws Exception {
            Deadline.await(count + " lines", ChildProcess.PATIENCE, () -> lines.size() >= count);
        }

        @Override
        public void close() throws IOException {
            // Not closed: a thread may be blocked in it. The pipe goes with the directory.
        }
    }

    @BeforeEach
    void makePipe() throws Exception {
        pipe = directory.resolve("netflow.pipe");
        new ProcessBuilder(Tool.path("mkfifo").toString(), pipe.toString())
                .start()
                .waitFor();
    }

    private ChildProcess collector(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("collector"));
        arguments.addAll(List.of(more));
        return ChildProcess.flowledger(
                Map.of("NAMED_PIPE_FILENAME", pipe.toString(), "NETFLOW_PORT", "0"), arguments.toArray(String[]::new));
    }

    private static int port(ChildProcess collector) throws InterruptedException {
        return Integer.parseInt(collector.awaitOut("Ready.* port (\\d+)").group(1));
    }

    private static byte[] datagram(int length, int first) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (first + i);
        }
        return octets;
    }

    private static void send(DatagramSocket socket, String to, int port, byte[] octets) throws IOException {
        socket.send(new DatagramPacket(octets, octets.length, new InetSocketAddress(InetAddress.getByName(to), port)));
    }

    @Test
    void eachDatagramBecomesTheDescribedLineOverIpv4AndIpv6() throws Exception {
        try (ChildProcess collector = collector();
                Reader reader = new Reader();
                DatagramSocket socket = new DatagramSocket()) {
            int port = port(collector);
            double before = System.currentTimeMillis() / 1000.0;
            send(socket, "127.0.0.1", port, new byte[] {0, 5, (byte) 0xff});
            reader.await(1);
            send(socket, "::1", port, datagram(9000, 7));
            reader.await(2);
            double after = System.currentTimeMillis() / 1000.0 + 0.001;

            Matcher first = LINE.matcher(reader.lines.get(0));
            assertThat(first.matches()).as(reader.lines.get(0)).isTrue();
            assertThat(first.group(1)).isEqualTo("AAX/");
            assertThat(Double.parseDouble(first.group(2))).isBetween(before, after);
            assertThat(first.group(3)).isEqualTo("127.0.0.1");
            assertThat(first.group(4)).isEqualTo(Integer.toString(socket.getLocalPort()));
            Matcher second = LINE.matcher(reader.lines.get(1));
            assertThat(second.matches()).isTrue();
            assertThat(Base64.getDecoder().decode(second.group(1))).isEqualTo(datagram(9000, 7));
            assertThat(second.group(3)).isEqualTo("::1");
            assertThat(collector.terminate()).as("%s", collector).isZero();
            assertThat(collector.awaitErr("Stopped.*").group())
                    .isEqualTo("Stopped: 2 datagrams, 0 of them dropped because nobody read the pipe.");
        }
    }

    @Test
    void withoutAReaderDatagramsWaitAndWhatExceedsTheQueueIsCounted() throws Exception {
        try (ChildProcess collector = collector("--queue", "100KiB");
                DatagramSocket socket = new DatagramSocket()) {
            int port = port(collector);
            // 400 lines of 1,400 octets: the pipe holds 64 KiB, the queue 100 KiB, the rest is dropped.
            for (int i = 0; i < 400; i++) {
                send(socket, "127.0.0.1", port, datagram(1000, i));
            }
            collector.awaitErr("datagrams were dropped: nobody reads the named pipe");
            Reader reader = new Reader();
            reader.await(100);
            send(socket, "127.0.0.1", port, new byte[] {1, 2, 3});
            Deadline.await(
                    "the last line",
                    ChildProcess.PATIENCE,
                    () -> reader.lines.stream().anyMatch(line -> line.startsWith("[\"AQID\"")));
            assertThat(reader.lines).allMatch(line -> LINE.matcher(line).matches());
            int read = reader.lines.size();
            assertThat(collector.terminate()).as("%s", collector).isZero();
            Matcher stopped = collector.awaitErr("Stopped: (\\d+) datagrams, (\\d+) of them dropped");
            assertThat(Integer.parseInt(stopped.group(1)) - Integer.parseInt(stopped.group(2)))
                    .isEqualTo(read);
            assertThat(read).isBetween(110, 399);
        }
    }

    @Test
    void linesLongerThanTheKernelKeepsWholeDoNotMixBetweenTwoCollectors() throws Exception {
        try (ChildProcess one = collector();
                ChildProcess other = collector();
                Reader reader = new Reader();
                DatagramSocket socket = new DatagramSocket()) {
            int[] ports = {port(one), port(other)};
            // Sent so that neither socket's buffer is ever full: 20 datagrams of 9,000 octets at a time.
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 20; i++) {
                    send(socket, "127.0.0.1", ports[i % 2], datagram(9000, i));
                }
                reader.await(20 * (round + 1));
            }
            int[] seen = new int[20];
            for (String line : reader.lines) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                byte[] octets = Base64.getDecoder().decode(matcher.group(1));
                assertThat(octets).isEqualTo(datagram(9000, octets[0]));
                seen[octets[0]]++;
            }
            assertThat(Arrays.stream(seen).allMatch(count -> count == 10)).isTrue();
        }
    }

    @Test
    void theReaderMayGoAndComeBack() throws Exception {
        try (ChildProcess collector = collector();
                DatagramSocket socket = new DatagramSocket()) {
            int port = port(collector);
            ChildProcess first = ChildProcess.start(Map.of(), List.of("head", "-n", "1", pipe.toString()));
            send(socket, "127.0.0.1", port, new byte[] {1});
            first.awaitOut("\"AQ==\"");
            assertThat(first.awaitExit()).isZero();
            first.close();
            send(socket, "127.0.0.1", port, new byte[] {2});
            send(socket, "127.0.0.1", port, new byte[] {3});
            try (Reader second = new Reader()) {
                second.await(2);
                assertThat(second.lines.get(0)).startsWith("[\"Ag==\", ");
                assertThat(second.lines.get(1)).startsWith("[\"Aw==\", ");
            }
            assertThat(collector.terminate()).as("%s", collector).isZero();
        }
    }

    @Test
    void aPipeThatWasMadeAnewIsOpenedAnewAndWhatLayInTheOldOneIsCounted() throws Exception {
        try (ChildProcess collector = collector();
                DatagramSocket socket = new DatagramSocket()) {
            int port = port(collector);
            // More than the pipe holds, so that a write waits for a reader who will never come.
            for (int i = 0; i < 60; i++) {
                send(socket, "127.0.0.1", port, datagram(1400, i));
            }
            Files.delete(pipe);
            ChildProcess made = ChildProcess.start(Map.of(), List.of(Tool.path("mkfifo"), pipe.toString()));
            assertThat(made.awaitExit()).isZero();
            made.close();
            // Opening it waits for the collector.
            try (Reader reader = new Reader()) {
                Deadline.await("lines of the new pipe", ChildProcess.PATIENCE, () -> {
                    send(socket, "127.0.0.1", port, new byte[] {1, 2, 3});
                    return reader.lines.stream().anyMatch(line -> line.startsWith("[\"AQID\""));
                });
                collector.awaitErr("was made anew; \\d+ datagrams are lost");
                assertThat(collector.terminate()).as("%s", collector).isZero();
                Matcher stopped = collector.awaitErr("Stopped: (\\d+) datagrams, (\\d+) of them dropped");
                int written = Integer.parseInt(stopped.group(1)) - Integer.parseInt(stopped.group(2));
                Deadline.await("all lines", ChildProcess.PATIENCE, () -> reader.lines.size() == written);
                assertThat(reader.lines).allMatch(line -> LINE.matcher(line).matches());
            }
        }
    }

    @Test
    void aWrongPipeOrPortIsSaid() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (ChildProcess collector = ChildProcess.flowledger(Map.of(), "collector", "--pipe", file.toString())) {
            assertThat(collector.awaitExit()).isEqualTo(5);
            assertThat(String.join("\n", collector.err())).contains(file + " is no named pipe");
        }
        try (ChildProcess collector = ChildProcess.flowledger(
                Map.of("NAMED_PIPE_FILENAME", pipe.toString(), "NETFLOW_PORT", "http"), "collector")) {
            assertThat(collector.awaitExit()).isEqualTo(3);
            assertThat(String.join("\n", collector.err())).contains("NETFLOW_PORT=http: a port is a number");
        }
        try (ChildProcess collector = ChildProcess.flowledger(Map.of(), "collector")) {
            assertThat(collector.awaitExit()).isEqualTo(2);
            assertThat(String.join("\n", collector.err())).contains("Set NAMED_PIPE_FILENAME");
        }
    }
}
