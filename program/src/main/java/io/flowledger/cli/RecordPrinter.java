package io.flowledger.cli;

import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.decode.OptionsRecordListener;

/** Prints records as they are decoded. */
interface RecordPrinter extends OptionsRecordListener {
    /** The rows of a datagram. */
    void rows(RowBuffer rows);

    /** There are no more records. */
    default void end() {}
}
