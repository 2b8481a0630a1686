package io.flowledger.store.query;

import io.flowledger.store.filter.AbsentColumnException;
import io.flowledger.store.filter.ColumnNames;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.rollup.RollupDimension;
import io.flowledger.store.schema.Sql;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dimension of the sums that holds all columns which a question reads.
 *
 * @param dimension with the fewest columns of all that do
 * @param isKey whether a group is one key of the dimension in each bucket and exporter, so that its bounds are the group's
 * @param isFiltered whether the filter reads columns that are unknown of the keys which are summed together as others
 */
record SumsChoice(RollupDimension dimension, boolean isKey, boolean isFiltered) implements ColumnNames {
    private static final String EXPORTER = "exporter";
    private static final List<RollupDimension> FEWEST_COLUMNS_FIRST = Arrays.stream(RollupDimension.values())
            .sorted(Comparator.comparingInt(dimension -> dimension.columns().size()))
            .toList();

    /** The choice for groups and a filter; null when only the rows can tell. */
    static @Nullable SumsChoice of(List<Dimension> by, Filter filter) {
        for (RollupDimension dimension : FEWEST_COLUMNS_FIRST) {
            Set<String> used = new HashSet<>();
            if (by.stream().allMatch(key -> holds(dimension, key, used))
                    && filter.columns().stream().allMatch(column -> holds(dimension, column))) {
                boolean isFiltered = filter.columns().stream().anyMatch(column -> !column.equals(EXPORTER));
                used.remove(EXPORTER);
                boolean isKey = by.stream().noneMatch(key -> key.isEither() || isShortened(dimension, key))
                        && used.equals(Set.copyOf(dimension.columns()));
                return new SumsChoice(dimension, isKey, isFiltered);
            }
        }
        return null;
    }

    private static boolean holds(RollupDimension dimension, String column) {
        return column.equals(EXPORTER) || dimension.columns().contains(column);
    }

    private static boolean holds(RollupDimension dimension, Dimension key, Set<String> used) {
        if (key.isPair()) {
            return false;
        }
        if (key.isService()) {
            used.addAll(RollupDimension.SERVICE.columns());
            return dimension == RollupDimension.SERVICE;
        }
        if (key.columns().stream().allMatch(column -> holds(dimension, column))) {
            used.addAll(key.columns());
            return true;
        }
        String network = network(key);
        used.add(network);
        return key.ipv4Bits() > 0
                && key.ipv4Bits() <= Dimension.IPV4_NETWORK_BITS
                && key.ipv6Bits() <= Dimension.IPV6_NETWORK_BITS
                && dimension.columns().contains(network);
    }

    private static String network(Dimension key) {
        return key.columns().get(0).replace("_addr", "_net");
    }

    private static boolean isShortened(RollupDimension dimension, Dimension key) {
        return key.ipv4Bits() > 0
                && !(key.ipv4Bits() == Dimension.IPV4_NETWORK_BITS
                        && key.ipv6Bits() == Dimension.IPV6_NETWORK_BITS
                        && dimension.columns().contains(network(key)));
    }

    /** The column of the sums that stands for one of flows: for an address its network, where the sums have that only. */
    @Override
    public String sql(String column) {
        String name = column;
        if (dimension == RollupDimension.SERVICE && column.endsWith("_port")) {
            name = "service_port";
        } else if (!holds(dimension, column)) {
            name = column.replace("_addr", "_net");
        }
        if (!holds(dimension, name)) {
            throw new AbsentColumnException(column, dimension.key());
        }
        return "r." + Sql.identifier(name);
    }
}
