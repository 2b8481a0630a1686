package io.flowledger.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An independent reader finds the same datagrams and sums, and nothing malformed. */
final class TsharkReadsGeneratedTest {
    @TempDir
    private Path directory;

    @Test
    void templatesAndTheirRecordsAreWellFormedWithRightChecksums() throws Exception {
        Path file = directory.resolve("flows.pcap");
        Generator generator = generate(
                file,
                GeneratorSettings.standard()
                        .withProtocols(GeneratedProtocol.V5, GeneratedProtocol.V9, GeneratedProtocol.IPFIX),
                10_000);
        long datagrams =
                generator.tallies().stream().mapToLong(Tally::datagrams).sum();
        assertThat(tshark(file, "cflow", "-Y", "cflow")).hasSize((int) datagrams);
        assertThat(tshark(file, "cflow", "-Y", "_ws.malformed or ip.checksum.status == 0 or udp.checksum.status == 0"))
                .isEmpty();
    }

    @Test
    void frameLengthsOfSflowAreThoseOfTheTally() throws Exception {
        Path file = directory.resolve("sflow.pcap");
        Generator generator =
                generate(file, GeneratorSettings.standard().withProtocols(GeneratedProtocol.SFLOW), 3_000);
        List<String> lines = tshark(file, "sflow", "-T", "fields", "-e", "sflow_245.header.frame_length");
        assertThat(lines).hasSize((int) generator.tallies().get(0).datagrams());
        assertThat(sum(lines)).isEqualTo(generator.tallies().get(0).octets());
    }

    @Test
    void sumsOfNetflow5AreThoseOfTheTally() throws Exception {
        GeneratorSettings settings = GeneratorSettings.standard().withProtocols(GeneratedProtocol.V5);
        Path file = directory.resolve("v5.pcap");
        Generator generator = generate(file, settings, 3_000);
        assertThat(sum(tshark(file, "cflow", "-T", "fields", "-e", "cflow.octets")))
                .isEqualTo(generator.tallies().get(0).octets());
    }

    private static long sum(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .mapToLong(value -> Long.parseLong(value.strip()))
                .sum();
    }

    private static Generator generate(Path file, GeneratorSettings settings, long flows) throws IOException {
        Generator generator = new Generator(
                settings, new FileDepartures(1_767_225_600_000_000_000L, Long.MAX_VALUE, new Rate(1000, false), 1));
        try (PcapSink sink = PcapSink.create(file, 2055)) {
            generator.run(sink, flows, Long.MAX_VALUE, () -> false);
        }
        return generator;
    }

    private static List<String> tshark(Path file, String protocol, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-r",
                file.toString(),
                "-o",
                "udp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-d",
                "udp.port==2055," + protocol));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("tshark is not installed");
            return List.of();
        }
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
