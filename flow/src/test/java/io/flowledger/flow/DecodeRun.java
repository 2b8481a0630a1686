package io.flowledger.flow;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.RestoredState;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.decode.Datagram;
import io.flowledger.flow.decode.Decoder;
import io.flowledger.flow.decode.DecoderSettings;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A decoder with a journal before it and a keeper of state behind it; each datagram is a batch unless said otherwise. */
public final class DecodeRun {
    private final Layout layout;
    private final boolean extra;
    private final DecoderSettings settings;
    private final TestJournal journal;
    private final StateKeeper keeper = new StateKeeper();
    private final List<String> rowTexts = new ArrayList<>();
    private final Map<SideTable, List<Map<String, Object>>> sideRows = new EnumMap<>(SideTable.class);
    private final Batch[] batches = {new Batch(), new Batch()};
    private int turn;
    private Decoder decoder;

    /** The standard layout and settings. */
    public DecodeRun() {
        this(FlowsLayout.FLOWS, true, DecoderSettings.standard());
    }

    /** A run with an empty journal. */
    public DecodeRun(Layout layout, boolean extra, DecoderSettings settings) {
        this(layout, extra, settings, new TestJournal());
    }

    /** A run over a journal that is there. */
    public DecodeRun(Layout layout, boolean extra, DecoderSettings settings, TestJournal journal) {
        this.layout = layout;
        this.extra = extra;
        this.settings = settings;
        this.journal = journal;
        this.decoder = decoder();
    }

    private Decoder decoder() {
        return new Decoder(new PlanCompiler(layout, ElementRegistry.standard(), extra), settings, journal, null);
    }

    /** The journal. */
    public TestJournal journal() {
        return journal;
    }

    /** What was kept. */
    public StateKeeper keeper() {
        return keeper;
    }

    /** The decoder at work. */
    public Decoder current() {
        return decoder;
    }

    /** Appends a datagram and decodes it; gives its rows and those of Sets that it set free. */
    public List<Map<String, Object>> send(long millis, byte[] payload) {
        return decode(List.of(journal.append(millis, payload)));
    }

    /** Appends a datagram of an exporter and decodes it. */
    public List<Map<String, Object>> send(String exporter, long millis, byte[] payload) {
        return decode(List.of(journal.append(exporter, millis, payload)));
    }

    /** Decodes datagrams into one batch and keeps what it says. */
    public List<Map<String, Object>> decode(List<? extends Datagram> datagrams) {
        Batch batch = batches[turn++ % 2];
        batch.begin(datagrams.get(0).position());
        for (Datagram datagram : datagrams) {
            decoder.decode(datagram, batch);
        }
        return finish(batch);
    }

    /** Decodes what is ready without a further datagram, into a batch. */
    public List<Map<String, Object>> decodeReady() {
        Batch batch = batches[turn++ % 2];
        batch.begin(keeper.state().position());
        decoder.decodeReady(batch);
        return finish(batch);
    }

    private List<Map<String, Object>> finish(Batch batch) {
        decoder.finish(batch);
        keeper.apply(batch);
        keeper.checkEquations();
        List<Map<String, Object>> rows = Tuples.of(batch);
        int count = rows.size();
        for (SideTable side : SideTable.values()) {
            List<Map<String, Object>> beside = new ArrayList<>();
            batch.sideRows(side).filled().forEach(buffer -> beside.addAll(Tuples.of(buffer)));
            sideRows.put(side, beside);
            count += beside.size();
        }
        if (count != batch.rowCount()) {
            throw new AssertionError(count + " rows, counted " + batch.rowCount());
        }
        for (RowBuffer buffer : batch.rows()) {
            List<Map<String, Object>> of = Tuples.of(buffer);
            for (int row = 0; row < of.size(); row++) {
                rowTexts.add(buffer.position(row) + " " + (buffer.isReverse() ? "reverse " : "")
                        + batch.ledger().get(buffer.ledgerIndex(row)).minuteSeconds() + " " + of.get(row));
            }
        }
        return rows;
    }

    /** The rows of another table than that of the flows, of the batch decoded last. */
    public List<Map<String, Object>> sideRows(SideTable table) {
        return sideRows.getOrDefault(table, List.of());
    }

    /** A new decoder takes over what was kept. */
    public void restart() {
        RestoredState state = keeper.state();
        decoder = decoder();
        decoder.restore(state);
    }

    /** All rows so far as text with their journal position, sorted. */
    public List<String> rowTexts() {
        return rowTexts.stream().sorted().toList();
    }

    /** A sum of the ledger. */
    public long ledger(LedgerCounter counter) {
        return keeper.sum(counter);
    }

    /** A sum of the ledger for a reason. */
    public long ledger(LedgerCounter counter, DecodeFault fault) {
        return keeper.sum(counter, fault);
    }
}
