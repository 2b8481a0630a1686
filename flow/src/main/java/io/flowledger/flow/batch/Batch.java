package io.flowledger.flow.batch;

import io.flowledger.flow.layout.Column;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.option.OptionKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that lands in one transaction: the rows of the datagrams in [{@link #firstPosition()}, {@link #nextPosition()}) of the
 * journal and everything that decoding them changed.
 *
 * <p>Filled by the decode thread, handed over whole to the thread that lands it, cleared and filled again.
 */
public final class Batch {
    /** Row buffers kept with their memory from batch to batch; more are made and dropped as needed. */
    private static final int BUFFERS_KEPT = 64;

    private final Map<BufferKey, RowBuffer> rowBuffers = new LinkedHashMap<>();
    private final BufferKey sought = new BufferKey(List.of(), 0, false);
    private final List<RowBuffer> rows = new ArrayList<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final Map<LedgerKey, Integer> ledgerIndexes = new HashMap<>();
    private final List<TemplateVersion> templates = new ArrayList<>();
    private final Map<OptionKey, OptionValue> options = new LinkedHashMap<>();
    private final List<StreamState> streams = new ArrayList<>();
    private final List<SessionState> sessions = new ArrayList<>();
    private final List<Long> endedSessions = new ArrayList<>();
    private final Map<ParkedKey, ParkedSet> parked = new LinkedHashMap<>();
    private final List<ParkedSet> unparked = new ArrayList<>();
    private final Map<DropKey, ListenerDrop> drops = new LinkedHashMap<>();
    private final EnumMap<SideTable, SideRows> sideRows = new EnumMap<>(SideTable.class);
    private long firstPosition;
    private long nextPosition;
    private int rowCount;
    private long octets;
    private long serial;

    /** Journal position of the first datagram. */
    public long firstPosition() {
        return firstPosition;
    }

    /** Journal position after the last datagram. */
    public long nextPosition() {
        return nextPosition;
    }

    /** Begins at {@code position}, empty. */
    public void begin(long position) {
        clear();
        serial++;
        firstPosition = position;
        nextPosition = position;
    }

    /** The datagrams up to {@code position} are in. */
    public void advance(long position) {
        nextPosition = position;
    }

    /** Differs from each time that this batch was begun to the next. */
    public long serial() {
        return serial;
    }

    /** True when there is nothing to land, not even a position. */
    public boolean isEmpty() {
        return nextPosition == firstPosition && rowCount == 0 && unparked.isEmpty();
    }

    /** Rows in all buffers. */
    public int rowCount() {
        return rowCount;
    }

    /** Octets that the rows take, the least of each buffer included: what a bound on memory is for. */
    public long octets() {
        return octets;
    }

    /** Counts rows that were written into one of the buffers. */
    public void countRows(int count, int lengthOctets) {
        rowCount += count;
        octets += lengthOctets;
    }

    /** Buffers that hold rows. */
    public List<RowBuffer> rows() {
        rows.clear();
        for (RowBuffer buffer : rowBuffers.values()) {
            if (buffer.rowCount() > 0) {
                rows.add(buffer);
            }
        }
        return rows;
    }

    /**
     * The buffer for rows with {@code columns}, in tuple order, received in the hour that begins at {@code hourSeconds}.
     * The same list object should be given for the same columns, as it is compared by identity: two objects give two buffers.
     */
    public RowBuffer buffer(List<Column> columns, long hourSeconds) {
        return buffer(columns, hourSeconds, false);
    }

    /** As {@link #buffer(List, long)}; {@code reverse} for the second rows of biflows, which have buffers of their own. */
    public RowBuffer buffer(List<Column> columns, long hourSeconds, boolean reverse) {
        sought.set(columns, hourSeconds, reverse);
        RowBuffer buffer = rowBuffers.get(sought);
        if (buffer == null) {
            buffer = new RowBuffer(columns, hourSeconds, reverse);
            rowBuffers.put(new BufferKey(columns, hourSeconds, reverse), buffer);
        }
        if (buffer.beginUse()) {
            octets += RowBuffer.INITIAL_OCTETS;
        }
        return buffer;
    }

    /** The rows of a table beside that of the flows. */
    public SideRows sideRows(SideTable table) {
        SideRows side = sideRows.get(table);
        if (side == null) {
            side = new SideRows();
            sideRows.put(table, side);
        }
        return side;
    }

    /** What the batch adds to the ledger. */
    public List<LedgerEntry> ledger() {
        return ledger;
    }

    /** The index in {@link #ledger()} of the entry for a stream and the minute that begins at {@code minuteSeconds}. */
    public int ledgerIndex(StreamKey key, long minuteSeconds) {
        return ledgerIndexes.computeIfAbsent(new LedgerKey(key, minuteSeconds), missing -> {
            ledger.add(new LedgerEntry(key, minuteSeconds));
            return ledger.size() - 1;
        });
    }

    /** What happened to templates, in order. */
    public List<TemplateVersion> templates() {
        return templates;
    }

    /** Options that were said or changed, the latest of each. */
    public Iterable<OptionValue> options() {
        return options.values();
    }

    /** Notes what an option says now. */
    public void putOption(OptionValue value) {
        OptionKey key = new OptionKey(value.key(), value.kind(), value.scope());
        options.remove(key);
        options.put(key, value);
    }

    /** Streams that had a datagram in this batch. */
    public List<StreamState> streams() {
        return streams;
    }

    /** Domains of connections that had a Message in this batch and go on. */
    public List<SessionState> sessions() {
        return sessions;
    }

    /** Numbers of connections that ended in this batch. */
    public List<Long> endedSessions() {
        return endedSessions;
    }

    /** Sets that wait for their template from now on. */
    public Iterable<ParkedSet> parked() {
        return parked.values();
    }

    /** Sets of earlier batches that wait no longer, decoded or expired. */
    public List<ParkedSet> unparked() {
        return unparked;
    }

    /** Notes a Set that waits, or that it waits with other words. */
    public void park(ParkedSet set) {
        parked.put(new ParkedKey(set.position(), set.setOffset()), set);
    }

    /** Notes that a Set waits no longer. */
    public void unpark(ParkedSet set) {
        ParkedSet noted = parked.remove(new ParkedKey(set.position(), set.setOffset()));
        if (noted == null || set.position() < firstPosition) {
            unparked.add(set);
        }
    }

    /** Datagrams that listeners lost. */
    public Iterable<ListenerDrop> drops() {
        return drops.values();
    }

    /** Notes datagrams that a listener lost. */
    public void drop(ListenerDrop drop) {
        drops.merge(
                new DropKey(drop.listenerPort(), drop.minuteSeconds()),
                drop,
                (a, b) -> new ListenerDrop(
                        a.listenerPort(),
                        a.minuteSeconds(),
                        a.kernelDropped() + b.kernelDropped(),
                        a.journalFullDropped() + b.journalFullDropped()));
    }

    private void clear() {
        sideRows.values().forEach(SideRows::clear);
        int kept = 0;
        for (Iterator<RowBuffer> i = rowBuffers.values().iterator(); i.hasNext(); ) {
            RowBuffer buffer = i.next();
            if (buffer.rowCount() == 0 || kept >= BUFFERS_KEPT) {
                i.remove();
            } else {
                buffer.clear();
                kept++;
            }
        }
        rows.clear();
        ledger.clear();
        ledgerIndexes.clear();
        templates.clear();
        options.clear();
        streams.clear();
        sessions.clear();
        endedSessions.clear();
        parked.clear();
        unparked.clear();
        drops.clear();
        rowCount = 0;
        octets = 0;
    }

    /** Columns by identity, hour and direction; set anew only where it is not a key of the map. */
    private static final class BufferKey {
        private List<Column> columns;
        private long hourSeconds;
        private boolean reverse;

        BufferKey(List<Column> columns, long hourSeconds, boolean reverse) {
            this.columns = columns;
            this.hourSeconds = hourSeconds;
            this.reverse = reverse;
        }

        void set(List<Column> ofColumns, long ofHourSeconds, boolean isReverse) {
            columns = ofColumns;
            hourSeconds = ofHourSeconds;
            reverse = isReverse;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the plan compiler gives one list object for equal columns
        public boolean equals(Object other) {
            return other instanceof BufferKey key
                    && columns == key.columns
                    && hourSeconds == key.hourSeconds
                    && reverse == key.reverse;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(columns) * 31 + Long.hashCode(hourSeconds) + (reverse ? 1 : 0);
        }
    }

    private record LedgerKey(StreamKey key, long minuteSeconds) {}

    private record OptionKey(StreamKey key, OptionKind kind, String scope) {}

    private record ParkedKey(long position, int setOffset) {}

    private record DropKey(int listenerPort, long minuteSeconds) {}
}
