package io.flowledger.store.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place among flows in their order, which is the same wherever they lie.
 *
 * @param fromMicros the time of the flow before it, microseconds since 1970; flows received later are above it
 * @param skipped how many flows of that time are above it
 */
record FlowsCursor(long fromMicros, long skipped) {
    private static final FlowsCursor START = new FlowsCursor(Long.MAX_VALUE, 0);

    /**
     * The place that a text names, the beginning for null.
     *
     * @throws IllegalArgumentException when it names none
     */
    static FlowsCursor of(@Nullable String text) {
        if (text == null) {
            return START;
        }
        if (!text.matches("-?\\d{1,18}:\\d{1,18}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no cursor");
        }
        String[] parts = text.split(":", 2);
        return new FlowsCursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** The place after flows received at {@code times}, at least one, that follow this place. */
    FlowsCursor after(List<Long> times) {
        long last = times.get(times.size() - 1);
        long given = times.stream().filter(time -> time == last).count();
        return new FlowsCursor(last, last == fromMicros ? given + skipped : given);
    }

    boolean isStart() {
        return equals(START);
    }

    @Override
    public String toString() {
        return fromMicros + ":" + skipped;
    }
}
