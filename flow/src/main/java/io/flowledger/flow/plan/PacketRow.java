package io.flowledger.flow.plan;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.Absent;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.option.SamplingOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layout compiled for single packets: turns {@link PacketValues} into COPY tuples.
 *
 * <p>All tuples have the same columns, those that a packet can fill; what a packet does not say is NULL, or 0 where the layout
 * wants that. Apart from {@link RecordPlan} because which values are there differs from packet to packet. Owned by the decode
 * thread.
 */
public final class PacketRow {

    private final List<Column> columns;
    private final Cell[] cells;
    private final boolean givesRows;
    private final TupleWriter writer = new TupleWriter();

    /** How a column is filled: by the Message, by the packet, by the document, or by none of them. */
    private record Cell(
            @Nullable PacketCell packet, @Nullable Context context, boolean extra, ColumnType type) {}

    /**
     * Compiles {@code layout}.
     *
     * @param keepExtra whether values without a column are kept, when the layout has a column for them
     * @param named columns that are filled from what no Information Element stands for
     */
    public PacketRow(Layout layout, boolean keepExtra, Map<String, PacketElement> named) {
        List<Column> filled = new ArrayList<>();
        List<Cell> compiled = new ArrayList<>();
        boolean rows = true;
        for (Column column : layout.columns()) {
            PacketElement element = named.get(column.name());
            if (element == null) {
                element = PacketElement.of(column);
            }
            Context context = element == null ? column.context() : null;
            boolean extra = column.extra() && keepExtra;
            if (element != null || context != null || extra || column.absent() == Absent.ZERO) {
                filled.add(column);
                PacketCell packet = element == null ? null : new PacketCell(element, column.type(), column.absent());
                compiled.add(new Cell(packet, context, extra, column.type()));
            } else if (column.absent() == Absent.NO_ROW) {
                rows = false;
            }
        }
        columns = List.copyOf(filled);
        cells = compiled.toArray(new Cell[0]);
        givesRows = rows;
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
        for (Cell cell : cells) {
            if (cell.packet != null && !cell.packet.accepts(values)) {
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
        writer.begin(rows, cells.length, room + PacketCell.LABEL_OCTETS);
        for (Cell cell : cells) {
            if (cell.packet != null) {
                cell.packet.write(message, values, writer);
            } else if (cell.context != null) {
                context(message, cell.context);
            } else if (cell.extra) {
                writer.document(document);
            } else {
                PacketCell.zero(cell.type, writer);
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
