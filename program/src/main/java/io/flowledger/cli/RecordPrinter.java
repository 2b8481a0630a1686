package io.flowledger.cli;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.decode.OptionsRecordListener;

/** Prints records as they are decoded. */
interface RecordPrinter extends OptionsRecordListener {
    /** The flows of a datagram. */
    void rows(RowBuffer rows);

    /** Rows of a datagram that go to another table. */
    void rows(SideTable table, RowBuffer rows);

    /** There are no more records. */
    default void end() {}
}
