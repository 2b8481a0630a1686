package io.flowledger.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.journal.capture.CaptureReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copying a capture into the journal of imports. */
final class ImportSourceTest {
    private static final byte[] EXPORTER = {(byte) 192, 0, 2, 1};
    private static final byte[] LISTENER = {(byte) 192, 0, 2, (byte) 254};
    private static final ImportProgress SILENT = new ImportProgress() {
        @Override
        public void read(long octets, long datagrams) {}

        @Override
        public void durable(long datagrams, long position) {}
    };

    @TempDir
    Path scratch;

    @Test
    void everyDatagramOfACaptureIsOnTheDiskWhenItIsCopied() throws IOException {
        Path directory = Files.createDirectory(scratch.resolve("imports"));
        try (JournalWriter journal = JournalWriter.open(directory, settings(SyncPolicy.always()), 0);
                CaptureReader capture = CaptureReader.open(capture())) {
            assertThat(source(journal).copy(capture, 0)).isEqualTo(3);
            assertThat(journal.durablePosition()).isEqualTo(journal.endPosition());
        }
    }

    @Test
    @Timeout(60)
    void anImportEndsWithAnErrorWhenTheJournalCannotBeBroughtToTheDisk() throws IOException {
        Path directory = Files.createDirectory(scratch.resolve("imports"));
        Path capture = capture();
        JournalWriter journal = JournalWriter.open(directory, settings(SyncPolicy.always()), 0);
        // The writer goes on in its open file; the directory's name, which fsync needs, is gone.
        Files.move(directory, scratch.resolve("elsewhere"));
        try (CaptureReader reader = CaptureReader.open(capture)) {
            assertThatThrownBy(() -> source(journal).copy(reader, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fsync failed")
                    .hasMessageContaining("the same command goes on");
        } finally {
            Files.move(scratch.resolve("elsewhere"), directory);
            journal.close();
        }
    }

    private static ImportSource source(JournalWriter journal) {
        return new ImportSource(journal, SILENT, new StopSignal(), () -> false);
    }

    /** A journal's segment is a capture. */
    private Path capture() throws IOException {
        Path directory = Files.createDirectory(scratch.resolve("received"));
        try (JournalWriter writer = JournalWriter.open(directory, settings(SyncPolicy.none()), 0)) {
            for (int i = 0; i < 3; i++) {
                byte[] payload = {0, 5, 0, (byte) i};
                writer.append(1_700_000_000_000_000_000L + i, EXPORTER, 5000, LISTENER, 2055, payload, 0, 4, null);
            }
            writer.flush();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".pcapng"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static JournalSettings settings(SyncPolicy policy) {
        return JournalSettings.standard().withReserveOctets(0).withSync(policy);
    }
}
