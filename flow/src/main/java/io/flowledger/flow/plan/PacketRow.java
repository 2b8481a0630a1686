package io.flowledger.flow.plan;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Absent;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.option.SamplingOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layout compiled for single packets: turns {@link PacketValues} into COPY tuples.
 *
 * <p>All tuples have the same columns, those that a packet can fill; what a packet does not say is NULL, or 0 where the layout
 * wants that. Columns of one width follow each other, so that each loop does one thing. Apart from {@link RecordPlan} because which values are there differs from packet to packet. Owned by the decode
 * thread.
 */
public final class PacketRow {

    private final List<Column> columns;
    private final PacketCell[] octets8;
    private final PacketCell[] octets4;
    private final PacketCell[] octets2;
    private final PacketCell[] others;
    private final Column[] rest;
    private final PacketCell[] required;
    private final boolean givesRows;
    private final TupleWriter writer = new TupleWriter();

    /**
     * Compiles {@code layout}.
     *
     * @param keepExtra whether values without a column are kept, when the layout has a column for them
     * @param named columns that are filled from what no Information Element stands for
     */
    public PacketRow(Layout layout, boolean keepExtra, Map<String, PacketElement> named) {
        List<Filled> filled = new ArrayList<>();
        List<Column> byOthers = new ArrayList<>();
        boolean rows = true;
        for (Column column : layout.columns()) {
            PacketElement element = named.get(column.name());
            if (element == null) {
                element = PacketElement.of(column);
            }
            if (element != null) {
                filled.add(new Filled(column, new PacketCell(element, column.type(), column.absent())));
            } else if (column.context() != null || (column.extra() && keepExtra) || column.absent() == Absent.ZERO) {
                byOthers.add(column);
            } else if (column.absent() == Absent.NO_ROW) {
                rows = false;
            }
        }
        List<Column> all = new ArrayList<>();
        octets8 = ofWidth(8, filled, all);
        octets4 = ofWidth(4, filled, all);
        octets2 = ofWidth(2, filled, all);
        others = ofWidth(0, filled, all);
        all.addAll(byOthers);
        rest = byOthers.toArray(new Column[0]);
        columns = List.copyOf(all);
        required =
                filled.stream().map(Filled::cell).filter(PacketCell::isRequired).toArray(PacketCell[]::new);
        givesRows = rows;
    }

    /** A column that a packet fills. */
    private record Filled(Column column, PacketCell cell) {}

    private static PacketCell[] ofWidth(int octets, List<Filled> filled, List<Column> columns) {
        List<Filled> found =
                filled.stream().filter(one -> one.cell.width() == octets).toList();
        found.forEach(one -> columns.add(one.column));
        return found.stream().map(Filled::cell).toArray(PacketCell[]::new);
    }

    /** The columns of the tuples in order: always the same list object. */
    public List<Column> columns() {
        return columns;
    }

    /** False when the layout cannot hold this packet, because a column that may not be NULL has no value. */
    public boolean accepts(PacketValues values) {
        if (!givesRows) {
            return false;
        }
        for (PacketCell cell : required) {
            if (!cell.accepts(values)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Appends a row for a packet that {@link #accepts} takes.
     *
     * @param document gives the members of the document column
     * @param room octets that text and document take at the most
     * @return octets of the row
     */
    public int append(
            MessageContext message,
            PacketValues values,
            MemberSource document,
            int room,
            RowBuffer rows,
            long position,
            int ledgerIndex) {
        writer.begin(rows, columns.size(), room + PacketCell.LABEL_OCTETS);
        byte[] out = rows.bytes();
        int at = writer.offset();
        for (PacketCell cell : octets8) {
            at = cell.append8(values, out, at);
        }
        for (PacketCell cell : octets4) {
            at = cell.append4(message, values, out, at);
        }
        for (PacketCell cell : octets2) {
            at = cell.append2(message, values, out, at);
        }
        for (PacketCell cell : others) {
            at = cell.appendOther(values, writer, out, at);
        }
        writer.beginValue(out, at);
        for (Column column : rest) {
            Context context = column.context();
            if (context != null) {
                context(message, context);
            } else if (column.extra()) {
                writer.document(document);
            } else {
                PacketCell.zero(column.type(), writer);
            }
        }
        return writer.end(rows, position, ledgerIndex);
    }

    private void context(MessageContext message, Context context) {
        switch (context) {
            case RECEIVED_AT -> writer.bigint(message.receivedAtMicros());
            case EXPORT_TIME -> writer.bigint(message.exportMicros());
            case EXPORTER -> writer.exporter(message);
            case OBSERVATION_DOMAIN -> writer.bigint(message.observationDomain());
            case EXPORT_VERSION -> writer.smallint(message.exportVersion());
            case SAMPLING_ORIGIN -> {
                if (message.rowOrigin() == SamplingOrigin.UNKNOWN) {
                    writer.nullValue();
                } else {
                    writer.smallint(message.rowOrigin());
                }
            }
            case SAMPLING_RATE -> {
                if (message.samplingRate() > 0) {
                    writer.bigint(message.samplingRate());
                } else {
                    writer.nullValue();
                }
            }
        }
    }
}
