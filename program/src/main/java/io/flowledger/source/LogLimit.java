package io.flowledger.source;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lets a line about the same thing through once a minute, and counts the others. One thread. */
public final class LogLimit {
    private static final long INTERVAL_NANOS = 60_000_000_000L;
    private static final int THINGS = 1000;

    private final Map<String, Said> said = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > THINGS;
        }
    };

    private static final class Said {
        private long atNanoTime;
        private long suppressed;
    }

    /**
     * Asks for a line about {@code thing}.
     *
     * @return how many were not let through since the last one, or a negative number when this one is not
     */
    public long ask(String thing, long nowNanoTime) {
        Said before = said.get(thing);
        if (before == null) {
            before = new Said();
            said.put(thing, before);
        } else if (nowNanoTime - before.atNanoTime < INTERVAL_NANOS) {
            before.suppressed++;
            return -1;
        }
        long suppressed = before.suppressed;
        before.suppressed = 0;
        before.atNanoTime = nowNanoTime;
        return suppressed;
    }
}
