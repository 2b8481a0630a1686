package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ReplayPropertyTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withSegmentOctets(8 << 10)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());

    @Property(tries = 300)
    void whatIsWrittenComesBackIdentical(@ForAll("datagrams") List<Datagram> given) throws IOException {
        Path directory = Files.createTempDirectory("journal");
        try {
            try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
                for (Datagram datagram : given) {
                    writer.kernelDropped(datagram.kernelDropped());
                    assertThat(datagram.appendTo(writer)).isPositive();
                }
            }
            try (JournalReader reader = JournalReader.open(directory)) {
                assertThat(Datagram.allOf(reader)).isEqualTo(given);
                assertThat(reader.corruptOctets()).isZero();
            }
        } finally {
            delete(directory);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Provide
    Arbitrary<List<Datagram>> datagrams() {
        return datagram().list().ofMaxSize(40);
    }

    private static Arbitrary<Datagram> datagram() {
        Arbitrary<String> payload = Arbitraries.frequencyOf(Tuple.of(8, octets(0, 64)), Tuple.of(1, octets(1300, 3000)))
                .map(HexFormat.of()::formatHex);
        Arbitrary<Integer> port = Arbitraries.integers().between(0, 65_535);
        Arbitrary<Long> time = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Long> dropped = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<String> note = Arbitraries.strings()
                .ofMaxLength(60)
                .filter(text -> isEncodable(text))
                .injectNull(0.7);
        return Arbitraries.of(4, 16).flatMap(length -> {
            Arbitrary<String> address = octets(length, length).map(HexFormat.of()::formatHex);
            return Combinators.combine(time, address, port, address, port, payload, dropped, note)
                    .as((t, exporter, from, listener, to, p, d, n) ->
                            new Datagram(t, exporter, from, listener, to, p, d, 0, n));
        });
    }

    private static boolean isEncodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static Arbitrary<byte[]> octets(int least, int most) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(least).ofMaxSize(most);
    }
}
