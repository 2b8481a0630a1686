package io.flowledger.flow.layout;

import static io.flowledger.flow.layout.Column.column;

/** Columns that mean the same in every table. */
final class CommonColumn {
    /** The time by which tables are partitioned. */
    static final Column RECEIVED_AT = column("received_at", ColumnType.TIMESTAMPTZ)
            .role(Role.TIME)
            .context(Context.RECEIVED_AT)
            .absent(Absent.NO_ROW)
            .doc("When the datagram came in, by our clock; the table is partitioned by it.");

    private CommonColumn() {}

    /** The exporter's address, by which rows are told apart. */
    static Column exporter(String doc) {
        return column("exporter", ColumnType.INET)
                .context(Context.EXPORTER)
                .absent(Absent.NO_ROW)
                .doc(doc);
    }
}
