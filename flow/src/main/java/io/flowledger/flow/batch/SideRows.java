package io.flowledger.flow.batch;

import io.flowledger.flow.layout.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one side table in a batch. Such rows are few, so that their buffers are searched one by one.
 *
 * <p>Not thread safe; re-used from batch to batch.
 */
public final class SideRows {
    /** Buffers kept with their memory from batch to batch. */
    private static final int BUFFERS_KEPT = 8;

    private final List<RowBuffer> buffers = new ArrayList<>();
    private final List<RowBuffer> filled = new ArrayList<>();

    SideRows() {}

    /**
     * The buffer for rows with {@code columns}, in tuple order, received in the hour that begins at {@code hourSeconds}.
     * Columns are compared by identity.
     */
    @SuppressWarnings("ReferenceEquality") // who writes rows gives one list object for equal columns
    public RowBuffer buffer(List<Column> columns, long hourSeconds) {
        for (int i = buffers.size() - 1; i >= 0; i--) {
            RowBuffer buffer = buffers.get(i);
            if (buffer.columns() == columns && buffer.hourSeconds() == hourSeconds) {
                return buffer;
            }
        }
        RowBuffer buffer = new RowBuffer(columns, hourSeconds);
        buffers.add(buffer);
        return buffer;
    }

    /** Buffers that hold rows. */
    public List<RowBuffer> filled() {
        filled.clear();
        for (RowBuffer buffer : buffers) {
            if (buffer.rowCount() > 0) {
                filled.add(buffer);
            }
        }
        return filled;
    }

    void clear() {
        buffers.removeIf(buffer -> buffer.rowCount() == 0);
        while (buffers.size() > BUFFERS_KEPT) {
            buffers.remove(0);
        }
        buffers.forEach(RowBuffer::clear);
    }
}
