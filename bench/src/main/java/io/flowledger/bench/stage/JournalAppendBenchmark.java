package io.flowledger.bench.stage;

import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A datagram of 1,400 octets into the journal, on the file system of the directory for temporary files. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JournalAppendBenchmark {
    private static final int DATAGRAMS_PER_DELETE = 1 << 16;

    @Param({"none", "100ms"})
    private String sync = "none";

    private @Nullable JournalDirectory journal;
    private long appended;

    /** Opens a new journal. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        journal = new JournalDirectory(
                sync.equals("none") ? SyncPolicy.none() : SyncPolicy.every(Duration.ofMillis(100)));
    }

    /** Deletes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
    }

    /** One datagram; what is a while old is deleted, as when it has landed. */
    @Benchmark
    public long datagram() throws IOException {
        if (journal == null) {
            throw new IllegalStateException("there is no journal");
        }
        if (++appended % DATAGRAMS_PER_DELETE == 0) {
            journal.writer().deleteBefore(journal.writer().writtenPosition(), Long.MAX_VALUE);
        }
        long position = journal.append(appended);
        if (position < 0) {
            throw new IllegalStateException("the journal is full");
        }
        return position;
    }
}
