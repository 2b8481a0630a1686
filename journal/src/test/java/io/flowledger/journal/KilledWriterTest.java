package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed with SIGKILL while it appends. */
class KilledWriterTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withSegmentOctets(64 << 10)
            .withBufferOctets(128 << 10)
            .withReserveOctets(0)
            .withSync(SyncPolicy.none());
    private static final int KILLS = 5;

    @TempDir
    Path directory;

    /** The process to be killed: appends numbered datagrams, and prints each number after its flush. */
    static final class Victim {
        public static void main(String[] arguments) throws IOException {
            PrintStream flushed = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
            try (JournalWriter writer = JournalWriter.open(Path.of(arguments[0]), SETTINGS, 0)) {
                for (int i = Integer.parseInt(arguments[1]); i >= 0; i++) {
                    Datagram.numbered(i, i % 1400).appendTo(writer);
                    if (i % 7 == 0) {
                        writer.flush();
                        flushed.println(i);
                    }
                }
            }
        }

        private Victim() {}
    }

    @Test
    void everythingThatWasFlushedBeforeAKillIsThereAfterwards() throws IOException, InterruptedException {
        int next = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Victim.class.getName(),
                            directory.toString(),
                            String.valueOf(next))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int flushed = -1;
            try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                String line = lines.readLine();
                for (int i = 0; i < 50 * kill && line != null; i++) {
                    flushed = Integer.parseInt(line);
                    line = lines.readLine();
                }
                process.destroyForcibly();
                process.waitFor();
            }
            assertThat(flushed).isGreaterThan(next);
            List<Datagram> kept;
            try (JournalReader reader = JournalReader.open(directory)) {
                kept = Datagram.allOf(reader);
                assertThat(reader.corruptOctets()).isZero();
                assertThat(reader.gapOctets()).isZero();
            }
            assertThat(kept.size()).isGreaterThan(flushed);
            for (int i = 0; i < kept.size(); i++) {
                assertThat(kept.get(i)).isEqualTo(Datagram.numbered(i, i % 1400));
            }
            next = kept.size();
        }
    }
}
