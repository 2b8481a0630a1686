package io.flowledger.bench.stage;

import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.SyncPolicy;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A datagram of 1,400 octets out of the journal, in order and with its checksum checked; the file is in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JournalReadBenchmark {
    private static final int ENTRIES = 200_000;

    private final JournalEntry entry = new JournalEntry();
    private @Nullable JournalDirectory journal;
    private @Nullable JournalReader reader;
    private long first;

    /** Writes a journal. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        JournalDirectory made = new JournalDirectory(SyncPolicy.none());
        journal = made;
        first = made.append(0);
        for (int i = 1; i < ENTRIES; i++) {
            made.append(i);
        }
        made.writer().flush();
        reader = JournalReader.open(made.path());
        reader.seek(first);
    }

    /** Deletes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (journal != null) {
            journal.close();
        }
    }

    /** One datagram, again the first after the last. */
    @Benchmark
    public int datagram() throws IOException {
        if (reader == null) {
            throw new IllegalStateException("there is no journal");
        }
        if (!reader.next(entry)) {
            reader.seek(first);
            reader.next(entry);
        }
        return entry.payloadLength();
    }
}
