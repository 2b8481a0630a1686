package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.journal.format.SegmentName;
import io.flowledger.journal.write.JournalSettings;
import io.flowledger.journal.write.JournalWriter;
import io.flowledger.journal.write.SyncPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionWorkerTest {
    private static final JournalSettings SETTINGS = JournalSettings.standard()
            .withReserveOctets(0)
            .withSync(SyncPolicy.none())
            .withSegmentOctets(5 << 20);
    private static final byte[] ADDRESS = {(byte) 192, 0, 2, 1};
    /** Somewhat more than what may wait before landing is behind, which is 16 MiB. */
    private static final int DATAGRAMS = 290;

    @TempDir
    private Path directory;

    private final Semaphore asked = new Semaphore(0);

    private LongSupplier telling(AtomicLong landed) {
        return () -> {
            asked.release();
            return landed.get();
        };
    }

    private void awaitQuestion() throws InterruptedException {
        assertThat(asked.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void write(JournalWriter journal) throws Exception {
        for (int i = 0; i < DATAGRAMS; i++) {
            assertThat(journal.append(i, ADDRESS, 1, ADDRESS, 2, new byte[60_000], 0, 60_000, null))
                    .isNotNegative();
            journal.flush();
        }
        journal.deleteBefore(journal.endPosition(), Long.MIN_VALUE);
    }

    private int compressed() throws Exception {
        int count = 0;
        for (long base : SegmentName.list(directory)) {
            count += Files.exists(SegmentName.path(directory, base)) ? 0 : 1;
        }
        return count;
    }

    @Test
    void closedSegmentsAreCompressedOnlyWhileLandingIsNotBehind() throws Exception {
        AtomicLong landed = new AtomicLong();
        try (JournalWriter journal = JournalWriter.open(directory, SETTINGS, 0)) {
            write(journal);
            assertThat(SegmentName.list(directory)).hasSize(4);
            try (CompressionWorker worker = CompressionWorker.start(journal, telling(landed), true)) {
                awaitQuestion();
                awaitQuestion();
                assertThat(compressed()).isZero();

                landed.set(journal.endPosition());
                while (compressed() < 3) {
                    awaitQuestion();
                }
                assertThat(SegmentName.partials(directory)).isEmpty();
            }
        }
    }

    @Test
    void landingThatFallsBehindHaltsASegmentMidwayAndAWorkerThatIsClosedThenLeavesItAsItWas() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        try (JournalWriter journal = JournalWriter.open(directory, SETTINGS, 0)) {
            write(journal);
            // it keeps up before the segment is begun, and is behind after its first frame
            LongSupplier landed = () -> {
                asked.release();
                return questions.incrementAndGet() == 1 ? journal.endPosition() : 0;
            };
            CompressionWorker worker = CompressionWorker.start(journal, landed, true);
            awaitQuestion();
            awaitQuestion();
            assertThat(SegmentName.partials(directory)).hasSize(1);

            worker.close();

            assertThat(compressed()).isZero();
            assertThat(SegmentName.partials(directory)).isEmpty();
        }
    }

    @Test
    void nothingIsCompressedWhenThatIsSwitchedOff() throws Exception {
        try (JournalWriter journal = JournalWriter.open(directory, SETTINGS, 0)) {
            write(journal);
            CompressionWorker.start(journal, telling(new AtomicLong(Long.MAX_VALUE)), false)
                    .close();

            assertThat(asked.availablePermits()).isZero();
            assertThat(compressed()).isZero();
        }
    }
}
