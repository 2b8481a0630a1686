package io.flowledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flowledger.journal.format.Octets;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers and the writer at the same time, and what it costs them. */
class FollowTest {
    private static final JournalSettings SETTINGS =
            JournalSettings.standard().withSegmentOctets(1 << 20).withReserveOctets(0);
    private static final byte[] EXPORTER = {10, 0, 0, 1};
    private static final byte[] LISTENER = {10, 0, 0, 2};

    @TempDir
    Path directory;

    private static long append(JournalWriter writer, byte[] payload, int number) {
        Octets.putLe32(payload, 0, number);
        return writer.append(number, EXPORTER, 1, LISTENER, 2, payload, 0, 4 + number % (payload.length - 4), null);
    }

    @Test
    void readersFollowAWriterInAnotherThreadWithoutMissingOrDoublingAnEntry()
            throws IOException, InterruptedException, ExecutionException {
        int entries = 200_000;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            List<Future<Integer>> readers = Stream.of(1, 2)
                    .map(i -> threads.submit(() -> follow(entries)))
                    .toList();
            byte[] payload = new byte[1400];
            for (int i = 0; i < entries; i++) {
                assertThat(append(writer, payload, i)).isPositive();
                if (i % 97 == 0) {
                    writer.flush();
                }
            }
            writer.flush();
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isEqualTo(entries);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int follow(int entries) throws IOException {
        JournalEntry entry = new JournalEntry();
        int expected = 0;
        try (JournalReader reader = JournalReader.open(directory)) {
            while (expected < entries) {
                if (reader.next(entry)) {
                    assertThat(Octets.le32(entry.buffer(), entry.payloadOffset()))
                            .isEqualTo(expected);
                    assertThat(entry.payloadLength()).isEqualTo(4 + expected % 1396);
                    expected++;
                } else {
                    Thread.onSpinWait();
                }
            }
            assertThat(reader.corruptOctets()).isZero();
            assertThat(reader.gapOctets()).isZero();
        }
        return expected;
    }

    @Test
    void appendingAndReadingAllocateNothingPerEntry() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        JournalSettings settings = SETTINGS.withSegmentOctets(512 << 20).withSync(SyncPolicy.none());
        byte[] payload = new byte[1400];
        JournalEntry entry = new JournalEntry();
        try (JournalWriter writer = JournalWriter.open(directory, settings, 0);
                JournalReader reader = JournalReader.open(directory)) {
            // Until the code is compiled it may allocate what the compiler then leaves out; how soon that is depends on
            // the load.
            long perEntry = Long.MAX_VALUE;
            for (int round = 0; round < 10 && perEntry > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 50_000; i++) {
                    append(writer, payload, i);
                }
                writer.flush();
                for (int i = 0; i < 50_000; i++) {
                    reader.next(entry);
                }
                perEntry = (threads.getCurrentThreadAllocatedBytes() - before) / 50_000;
            }
            assertThat(perEntry)
                    .as("octets an entry, a read of 1 MiB may allocate")
                    .isZero();
        }
    }

    @Test
    void whatWasFlushedIsDurableSoonAfterwardsByTheOtherThread() throws IOException {
        JournalSettings settings = SETTINGS.withSync(SyncPolicy.every(Duration.ofMillis(1)));
        try (JournalWriter writer = JournalWriter.open(directory, settings, 0)) {
            byte[] payload = new byte[1400];
            for (int i = 0; i < 5000; i++) {
                append(writer, payload, i);
            }
            assertThat(writer.durablePosition()).isLessThanOrEqualTo(writer.writtenPosition());
            writer.flush();
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (writer.durablePosition() < writer.endPosition() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(writer.durablePosition()).isEqualTo(writer.endPosition());
        }
    }

    @Test
    void withThePolicyAlwaysFlushReturnsWhenAllIsDurable() throws IOException {
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS.withSync(SyncPolicy.always()), 0)) {
            byte[] payload = new byte[1400];
            for (int i = 0; i < 3000; i++) {
                append(writer, payload, i);
                if (i % 1000 == 0) {
                    writer.flush();
                    assertThat(writer.durablePosition()).isEqualTo(writer.endPosition());
                }
            }
        }
    }

    @Test
    void segmentsThatAreDeletedBeforeTheirFsyncDoNotStopIt() throws IOException {
        JournalSettings settings =
                SETTINGS.withSegmentOctets(8 << 10).withBufferOctets(128 << 10).withSync(SyncPolicy.always());
        try (JournalWriter writer = JournalWriter.open(directory, settings, 0)) {
            byte[] payload = new byte[1400];
            for (int i = 0; i < 90; i++) {
                // rolls without a flush in between, as each roll hands over only what the segment holds
                append(writer, payload, i);
                writer.deleteBefore(writer.endPosition(), Long.MAX_VALUE);
            }
            writer.flush();
            assertThat(writer.durablePosition()).isEqualTo(writer.endPosition());
        }
    }

    @Test
    void anInterruptReachesTheThreadAndNotTheFile() throws IOException {
        JournalEntry entry = new JournalEntry();
        byte[] payload = new byte[1400];
        try (JournalWriter writer = JournalWriter.open(directory, SETTINGS, 0)) {
            for (int i = 0; i < 2000; i++) {
                if (i % 500 == 250) {
                    Thread.currentThread().interrupt();
                }
                append(writer, payload, i);
                writer.flush();
                if (i % 500 == 250) {
                    assertThat(Thread.interrupted()).isTrue();
                }
            }
            assertThat(writer.writtenPosition()).isEqualTo(writer.endPosition());
            try (JournalReader reader = JournalReader.open(directory)) {
                for (int i = 0; i < 2000; i++) {
                    assertThat(reader.next(entry)).isTrue();
                    assertThat(Octets.le32(entry.buffer(), entry.payloadOffset()))
                            .isEqualTo(i);
                }
            }
        }
    }
}
