package io.flowledger.store.block;

import io.flowledger.store.schema.BlockForm;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.PackedFlows;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;

/** Makes rows of blocks again, so that they can be changed. */
public final class Unpacking {
    private Unpacking() {}

    /**
     * Makes rows of all blocks with rows received in [{@code from}, {@code to}), in the connection's transaction, which from
     * now on keeps others from packing. To be called before the transaction looks at rows.
     *
     * @return how many blocks
     */
    public static long unpack(Connection connection, FlowTable table, Instant from, Instant to) throws SQLException {
        Sql.execute(connection, "SELECT pg_advisory_xact_lock(" + Packing.LOCK + ")");
        PackedFlows packed = new PackedFlows(table);
        if (!packed.exists(connection)) {
            return 0;
        }
        String columns = packed.columns().stream()
                .map(column -> column.name(BlockForm.ONE))
                .collect(Collectors.joining(", "));
        String overlap = "last_time >= ? AND first_time < ?";
        update(
                connection,
                "INSERT INTO " + table.rows(connection) + " (" + columns + ") SELECT " + columns + " FROM "
                        + packed.unpacked() + " WHERE " + overlap,
                from,
                to);
        return update(connection, "DELETE FROM " + packed.blocks() + " WHERE " + overlap, from, to);
    }

    private static long update(Connection connection, String sql, Instant from, Instant to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, from.atOffset(ZoneOffset.UTC));
            statement.setObject(2, to.atOffset(ZoneOffset.UTC));
            return statement.executeLargeUpdate();
        }
    }
}
