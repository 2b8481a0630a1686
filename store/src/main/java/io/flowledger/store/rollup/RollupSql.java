package io.flowledger.store.rollup;

import io.flowledger.store.schema.Sql;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The statements that sum an hour or day from the level below.
 */
final class RollupSql {
    private static final String SUMS = "octets, packets, scaled_octets, scaled_packets, flows, unscaled_flows";

    /** A key counts for its exporter when it has this part of what an equal share would be. */
    private static final int SHARE_PART = 50;

    private RollupSql() {}

    /** Takes away what a bucket has. */
    static String delete(RollupLevel level, Instant bucket, int generation) {
        return "DELETE FROM " + level.qualifiedTable() + " WHERE dimension = ANY (ARRAY["
                + Arrays.stream(RollupDimension.values())
                        .map(dimension -> Sql.literal(dimension.key()))
                        .collect(Collectors.joining(", "))
                + "]) AND bucket = " + instant(bucket) + " AND generation = " + generation;
    }

    private static String groupBy(RollupDimension dimension) {
        StringBuilder ordinals = new StringBuilder(" GROUP BY 1");
        for (int i = 0; i < dimension.columns().size(); i++) {
            ordinals.append(", ").append(i + 2);
        }
        return ordinals.toString();
    }

    private static String keyNames(RollupDimension dimension) {
        return dimension.columns().stream().map(column -> ", " + column).collect(Collectors.joining());
    }

    /** Sums one dimension of an hour or day from the level below. */
    static String ofLevelBelow(
            RollupLevel level, RollupLevel below, RollupDimension dimension, Instant bucket, int generation, int keys) {
        String names = keyNames(dimension);
        String qualified =
                dimension.columns().stream().map(column -> ", m." + column).collect(Collectors.joining());
        String range = " WHERE dimension = " + Sql.literal(dimension.key()) + " AND bucket >= " + instant(bucket)
                + " AND bucket < " + instant(bucket.plusSeconds(level.seconds()));
        String before = "others AS MATERIALIZED (SELECT bucket, generation, exporter, hidden_octets FROM "
                + below.qualifiedTable() + range + " AND other), lost AS (SELECT exporter, sum(hidden_octets) AS hidden"
                + " FROM others GROUP BY 1), ";
        String keyed = "SELECT m.exporter" + qualified + ", sum(m.octets) AS octets, sum(m.packets) AS packets,"
                + " sum(m.scaled_octets) AS scaled_octets, sum(m.scaled_packets) AS scaled_packets,"
                + " sum(m.flows)::bigint AS flows, sum(m.unscaled_flows)::bigint AS unscaled_flows, sum(m.hidden_octets)"
                + " + coalesce(max(l.hidden), 0) - coalesce(sum(o.hidden_octets), 0) AS hidden FROM (SELECT * FROM "
                + below.qualifiedTable() + range + " AND NOT other) m LEFT JOIN others o ON o.bucket = m.bucket"
                + " AND o.generation = m.generation AND o.exporter = m.exporter"
                + " LEFT JOIN lost l ON l.exporter = m.exporter" + groupBy(dimension);
        return insert(
                level,
                dimension,
                bucket,
                generation,
                keys,
                names,
                before,
                keyed,
                "coalesce((SELECT l.hidden FROM lost l WHERE l.exporter = t.exporter), 0)");
    }

    /**
     * Keeps the largest keys and puts the rest of each exporter's total, which is in the table by then, into one row. The
     * exporters themselves are all kept.
     */
    private static String insert(
            RollupLevel level,
            RollupDimension dimension,
            Instant bucket,
            int generation,
            int keys,
            String names,
            String before,
            String keyed,
            String hiddenBelow) {
        String head = "INSERT INTO " + level.qualifiedTable() + " (bucket, dimension, generation, other, exporter"
                + names + ", " + SUMS + ", hidden_octets) ";
        String constants = "SELECT " + instant(bucket) + ", " + Sql.literal(dimension.key()) + ", " + generation + ", ";
        if (dimension == RollupDimension.EXPORTER) {
            return head + "WITH " + before + "keyed AS (" + keyed + ") " + constants + "false, exporter, " + SUMS
                    + ", hidden FROM keyed";
        }
        String order = " DESC, flows DESC, exporter" + names + " LIMIT ";
        int few = Math.max(1, keys / 4);
        return head + "WITH " + before + "keyed AS MATERIALIZED (" + keyed + "), totals AS MATERIALIZED (SELECT * FROM "
                + level.qualifiedTable() + " WHERE dimension = 'exporter' AND bucket = " + instant(bucket)
                + " AND generation = " + generation + "), share AS (SELECT greatest(1, " + keys
                + " / greatest(1, count(*))) AS size FROM totals), largest AS MATERIALIZED (SELECT * FROM keyed"
                + " ORDER BY scaled_octets" + order + keys + "), kept AS MATERIALIZED (SELECT * FROM largest UNION"
                + " (SELECT * FROM keyed ORDER BY scaled_packets" + order + few + ") UNION (SELECT * FROM keyed"
                + " ORDER BY flows" + order + few + ") UNION SELECT exporter" + names
                + ", octets, packets, scaled_octets, scaled_packets, flows, unscaled_flows, hidden FROM (SELECT k.*,"
                + " row_number() OVER (PARTITION BY k.exporter ORDER BY k.scaled_octets DESC, k.flows DESC"
                + names.replace(", ", ", k.") + ") AS place, s.size FROM keyed k JOIN totals t USING (exporter)"
                + " CROSS JOIN share s WHERE k.scaled_octets * " + SHARE_PART + " * s.size >= t.scaled_octets) ranked"
                + " WHERE place <= size) " + constants + "false, exporter" + names + ", " + SUMS + ", hidden FROM kept"
                + " UNION ALL " + constants + "true, t.exporter"
                + ", NULL".repeat(dimension.columns().size())
                + ", t.octets - coalesce(k.octets, 0), t.packets - coalesce(k.packets, 0),"
                + " t.scaled_octets - coalesce(k.scaled_octets, 0), t.scaled_packets - coalesce(k.scaled_packets, 0),"
                + " t.flows - coalesce(k.flows, 0), t.unscaled_flows - coalesce(k.unscaled_flows, 0),"
                + " CASE WHEN (SELECT count(*) FROM keyed) > " + keys
                + " THEN (SELECT min(scaled_octets) FROM largest) ELSE 0 END + " + hiddenBelow
                + " FROM totals t LEFT JOIN (SELECT exporter, sum(octets) AS octets, sum(packets) AS packets,"
                + " sum(scaled_octets) AS scaled_octets, sum(scaled_packets) AS scaled_packets, sum(flows)::bigint AS flows,"
                + " sum(unscaled_flows)::bigint AS unscaled_flows FROM kept GROUP BY 1) k USING (exporter)"
                + " WHERE t.flows > coalesce(k.flows, 0)";
    }

    static String instant(Instant time) {
        return "to_timestamp(" + time.getEpochSecond() + ")";
    }
}
