package io.flowledger.pipeline;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.store.Source;
import io.flowledger.store.Store;
import io.flowledger.store.redecode.Replacement;
import io.flowledger.store.restore.StateReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes kept datagrams again and replaces the rows of a time range, in one transaction.
 *
 * <p>Decoding begins with the oldest datagram that is kept, with the templates that held then and the options that hold now, and
 * goes on to the last one that is in the tables, because a Set of the range may wait for a template that comes after it; what
 * falls outside the range is thrown away.
 */
public final class Redecode {
    private final Path journalDirectory;
    private final Store store;
    private final Source source;
    private final PlanCompiler compiler;
    private final IngestSettings settings;

    /** A redecoding of the journal in {@code journalDirectory}, whose rows came from {@code source}. */
    public Redecode(Path journalDirectory, Store store, Source source, PlanCompiler compiler, IngestSettings settings) {
        this.journalDirectory = journalDirectory;
        this.store = store;
        this.source = source;
        this.compiler = compiler;
        this.settings = settings;
    }

    /** When the oldest datagram that is kept was received, or null when none is kept. */
    public @Nullable Instant keptSince() throws IOException {
        try (JournalReader reader = JournalReader.open(journalDirectory)) {
            reader.seek(reader.firstPosition());
            JournalEntry entry = new JournalEntry();
            return reader.next(entry) ? Instant.ofEpochSecond(0, entry.receivedAtNanos()) : null;
        }
    }

    /** Whether the journal is kept from its very beginning. */
    public boolean isWhole() throws IOException {
        try (JournalReader reader = JournalReader.open(journalDirectory)) {
            return reader.firstPosition() == 0;
        }
    }

    /**
     * Replaces the rows received from {@code from} until before {@code to}, both whole minutes.
     *
     * @param progress told now and then, in octets of the journal from the begin to the end
     */
    public Replacement.Replaced run(Instant from, Instant to, Progress progress) throws IOException, SQLException {
        TimeRange range = new TimeRange(from, to);
        try (Connection connection = store.connect("redecode");
                JournalReader reader = JournalReader.open(journalDirectory);
                JournalDatagramSource parked = new JournalDatagramSource(journalDirectory)) {
            long begin = reader.firstPosition();
            RestoredState now = store.restore(source);
            Decoder decoder = new Decoder(compiler, settings.decoder(), parked, null);
            decoder.restore(new RestoredState(
                    begin,
                    StateReader.templatesAt(connection, source.sourceId(), begin),
                    now.options(),
                    List.of(),
                    List.of()));
            try (Replacement replacement = Replacement.begin(connection, store.table(), source.sourceId(), from, to)) {
                reader.seek(begin);
                decode(reader, decoder, range, now.position(), replacement, progress);
                return replacement.finish();
            }
        }
    }

    /** Told how far the work is. */
    @FunctionalInterface
    public interface Progress {
        /** {@code done} of {@code total} octets. */
        void at(long done, long total);
    }

    private void decode(
            JournalReader reader,
            Decoder decoder,
            TimeRange range,
            long end,
            Replacement replacement,
            Progress progress)
            throws IOException, SQLException {
        JournalEntry entry = new JournalEntry();
        JournaledDatagram datagram = new JournaledDatagram(entry);
        Batch whole = new Batch();
        Batch part = new Batch();
        long begin = reader.position();
        LongConsumer tell = position -> progress.at(position - begin, Math.max(1, end - begin));
        whole.begin(begin);
        while (reader.next(entry) && entry.position() < end) {
            decoder.decode(datagram, whole);
            if (whole.rowCount() >= settings.batchRows()) {
                replace(decoder, whole, part, range, replacement);
                whole.begin(entry.nextPosition());
                tell.accept(entry.nextPosition());
            }
        }
        decoder.giveUpRates();
        while (decoder.hasReady()) {
            decoder.decodeReady(whole);
            replace(decoder, whole, part, range, replacement);
            whole.begin(end);
        }
        replace(decoder, whole, part, range, replacement);
        tell.accept(end);
    }

    private void replace(Decoder decoder, Batch whole, Batch part, TimeRange range, Replacement replacement)
            throws SQLException {
        decoder.finish(whole);
        range.copy(whole, part, store.table().time().name());
        replacement.add(part);
    }

    /** The first whole minute at or after the time at which everything is kept. */
    public static Instant firstWholeMinute(Instant keptSince) {
        long seconds = keptSince.getEpochSecond() + (keptSince.getNano() > 0 ? 1 : 0);
        return Instant.ofEpochSecond(Math.floorDiv(seconds + 59, 60L) * 60);
    }
}
