package io.flowledger.store.retention;

import io.flowledger.store.rollup.RollupLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition of a table that retention looks after.
 *
 * @param table the table's name without its schema
 * @param parent the name in SQL of the table whose partition it is
 * @param name the partition's name in SQL
 * @param level the sums that it holds; null for rows
 * @param from begin of its range
 * @param to end of its range, exclusive
 * @param octets on disk, indexes included, and blocks where rows are packed
 * @param isEmpty whether there is not even a page of rows or blocks
 */
public record Partition(
        String table,
        String parent,
        String name,
        @Nullable RollupLevel level,
        Instant from,
        Instant to,
        long octets,
        boolean isEmpty) {
    boolean overlaps(Partition other) {
        return from.isBefore(other.to) && other.from.isBefore(to);
    }
}
