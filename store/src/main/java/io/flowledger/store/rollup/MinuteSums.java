package io.flowledger.store.rollup;

import io.flowledger.store.copy.BinaryCopy;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums the rows of a minute in all dimensions. The rows are read once; when they have more keys than there is room for, as
 * often as it takes, each time for another part of the keys.
 *
 * <p>Not thread safe: one connection.
 */
final class MinuteSums {
    /** Some 50 MiB. */
    static final int MOST_KEYS = 600_000;

    private static final int MORE_PASSES = 2;
    private static final int MOST_PASSES = 1 << 12;

    private final Connection connection;
    private final FlowTable table;
    private final int mostKeys;
    private int passes = 1;

    /** For the minutes that come one after another; null when the last of them was summed. */
    private @Nullable KeyTables tables;

    MinuteSums(Connection connection, FlowTable table, int mostKeys) {
        this.connection = connection;
        this.table = table;
        this.mostKeys = mostKeys;
    }

    /** What became of a minute: all that the exporters sent, and the keys that each other dimension keeps. */
    record Summed(List<KeySum> exporters, Map<RollupDimension, KeptKeys> kept) {}

    /** Sums, within the connection's transaction. */
    Summed sum(Instant minute, int keys) throws SQLException {
        KeyTables room = tables;
        if (room == null) {
            room = new KeyTables();
            tables = room;
        }
        Summed summed = null;
        while (summed == null) {
            summed = inPasses(room, minute, keys);
            if (summed == null) {
                passes *= MORE_PASSES;
            }
        }
        return summed;
    }

    /** Gives back the room that tables take: no more minutes come for now. */
    void rest() {
        tables = null;
    }

    private @Nullable Summed inPasses(KeyTables room, Instant minute, int keys) throws SQLException {
        List<KeySum> totals = new ArrayList<>();
        Map<RollupDimension, KeptKeys> kept = new EnumMap<>(RollupDimension.class);
        double[] exporterOctets = {};
        long most = 0;
        for (int pass = 0; pass < passes; pass++) {
            room.begin(passes, pass, passes < MOST_PASSES ? mostKeys : Long.MAX_VALUE);
            BinaryCopy.read(connection, statement(minute), room::take);
            if (!room.end()) {
                return null;
            }
            most = Math.max(most, room.count());
            if (pass == 0) {
                exporterOctets = totals(room, totals);
            }
            for (RollupDimension dimension : RollupDimension.values()) {
                if (dimension != RollupDimension.EXPORTER) {
                    kept.computeIfAbsent(dimension, missing -> new KeptKeys(keys, totals.size()))
                            .offer(room.of(dimension), exporterOctets, room.maker(dimension));
                }
            }
        }
        if (most * MORE_PASSES * 2 < mostKeys) {
            passes = Math.max(1, passes / MORE_PASSES);
        }
        return new Summed(totals, kept);
    }

    /** Adds the exporters' own sums; returns the octets of each by its number. */
    private static double[] totals(KeyTables of, List<KeySum> to) {
        KeySums sums = of.of(RollupDimension.EXPORTER);
        double[] octets = new double[sums.count()];
        LargestKeys.Maker maker = of.maker(RollupDimension.EXPORTER);
        for (int entry = 0; entry < sums.count(); entry++) {
            to.add(maker.make(sums, entry));
            octets[sums.exporter(entry)] = sums.value(entry, KeySums.SCALED_OCTETS);
        }
        return octets;
    }

    private String statement(Instant minute) {
        String time = Sql.identifier(table.time().name());
        StringBuilder columns = new StringBuilder(KeyTables.FIRST_COLUMNS);
        for (String key : KeyTables.READ) {
            columns.append(", ").append(RollupDimension.expression(key));
        }
        return "COPY (SELECT " + columns + " FROM " + table.qualifiedName() + " WHERE " + time + " >= "
                + RollupSql.instant(minute) + " AND " + time + " < " + RollupSql.instant(minute.plusSeconds(60))
                + ") TO STDOUT (FORMAT binary)";
    }
}
