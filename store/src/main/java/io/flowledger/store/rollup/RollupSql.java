package io.flowledger.store.rollup;

import io.flowledger.store.schema.FlowTable;
import io.flowledger.store.schema.Sql;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements that sum a bucket.
 *
 * <p>Rows are summed by the sampling rate too and scaled after, which costs a multiplication for each sum and not for each
 * row. Sums within the stage are bigint, as it is quick; who writes octets beyond that gets numeric at the second attempt.
 */
final class RollupSql {
    private static final String SUMS = "octets, packets, scaled_octets, scaled_packets, flows, unscaled_flows";

    /** A key counts for its exporter when it has this part of what an equal share would be. */
    private static final int SHARE_PART = 50;

    private RollupSql() {}

    /** All key columns of the stages. */
    private static Set<String> stageColumns() {
        return Arrays.stream(RollupDimension.Stage.values())
                .flatMap(stage -> stage.columns().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String stageTable(boolean wide) {
        return wide ? "pg_temp.rollup_stage_wide" : "pg_temp.rollup_stage";
    }

    /** Makes the connection's table for the first sums. */
    static String makeStage(boolean wide) {
        String type = wide ? "numeric" : "bigint";
        return "CREATE TEMPORARY TABLE IF NOT EXISTS " + stageTable(wide).substring("pg_temp.".length())
                + " ON COMMIT DELETE ROWS AS SELECT 0::smallint AS stage, exporter, "
                + String.join(", ", stageColumns())
                + ", 0::" + type + " AS octets, 0::" + type + " AS packets, 0::" + type + " AS scaled_octets, 0::"
                + type
                + " AS scaled_packets, flows, unscaled_flows FROM flowledger.rollup_minute WITH NO DATA";
    }

    /** One pass over the rows of a minute. */
    static String fillStage(FlowTable table, Instant minute, boolean wide) {
        String type = wide ? "::numeric" : "::bigint";
        StringBuilder sets = new StringBuilder();
        StringBuilder which = new StringBuilder("CASE");
        String columns = String.join(", ", stageColumns());
        int all = stageColumns().size();
        for (RollupDimension.Stage stage : RollupDimension.Stage.values()) {
            sets.append(sets.isEmpty() ? "" : ", ")
                    .append("(exporter, sampling_rate, ")
                    .append(String.join(", ", stage.columns()))
                    .append(')');
            int mask = 0;
            int bit = all;
            for (String column : stageColumns()) {
                bit--;
                mask |= stage.columns().contains(column) ? 0 : 1 << bit;
            }
            which.append(" WHEN grouping(")
                    .append(columns)
                    .append(") = ")
                    .append(mask)
                    .append(" THEN ")
                    .append(number(stage));
        }
        String octets = "coalesce(sum(octets), 0)" + type;
        String packets = "coalesce(sum(packets), 0)" + type;
        String rate = "greatest(coalesce(sampling_rate, 1), 1)";
        return "INSERT INTO " + stageTable(wide) + " (stage, exporter, " + columns + ", " + SUMS + ") SELECT (" + which
                + " END)::smallint, exporter, " + columns + ", " + octets + ", " + packets + ", " + octets + " * "
                + rate
                + ", " + packets + " * " + rate
                + ", count(*), CASE WHEN sampling_rate IS NULL THEN count(*) ELSE 0 END FROM (SELECT *, "
                + RollupDimension.SERVICE_PORT + " AS service_port FROM " + table.qualifiedName() + " WHERE "
                + Sql.identifier(table.time().name()) + " >= " + instant(minute) + " AND "
                + Sql.identifier(table.time().name()) + " < " + instant(minute.plusSeconds(60))
                + ") f GROUP BY GROUPING SETS ("
                + sets + ")";
    }

    private static int number(RollupDimension.Stage stage) {
        return List.of(RollupDimension.Stage.values()).indexOf(stage);
    }

    /** Takes away what a bucket has. */
    static String delete(RollupLevel level, Instant bucket, int generation) {
        return "DELETE FROM " + level.qualifiedTable() + " WHERE dimension = ANY (ARRAY["
                + Arrays.stream(RollupDimension.values())
                        .map(dimension -> Sql.literal(dimension.key()))
                        .collect(Collectors.joining(", "))
                + "]) AND bucket = " + instant(bucket) + " AND generation = " + generation;
    }

    /** Sums one dimension of a minute from the stage. */
    static String ofStage(RollupDimension dimension, Instant minute, int generation, int keys, boolean wide) {
        String names = keyNames(dimension);
        String by = dimension.columns().stream()
                .map(column -> RollupDimension.expression(column) + " AS " + column)
                .map(text -> ", " + text)
                .collect(Collectors.joining());
        String keyed = "SELECT exporter" + by + ", sum(octets)::numeric AS octets, sum(packets)::numeric AS packets,"
                + " sum(scaled_octets)::numeric AS scaled_octets, sum(scaled_packets)::numeric AS scaled_packets,"
                + " sum(flows)::bigint AS flows, sum(unscaled_flows)::bigint AS unscaled_flows, 0::numeric AS hidden"
                + " FROM " + stageTable(wide) + " WHERE stage = " + number(dimension.stage()) + groupBy(dimension);
        return insert(RollupLevel.MINUTE, dimension, minute, generation, keys, names, "", keyed, "0");
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
