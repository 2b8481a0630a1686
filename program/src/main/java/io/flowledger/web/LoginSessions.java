package io.flowledger.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Sessions that are open: kept in memory only, by the digest of their name, so that neither a look at the memory nor the time of a
 * comparison gives one away. They end when they were not used for a while, and after {@value #LONGEST_DAYS} days in any case.
 *
 * <p>Safe for all threads.
 */
final class LoginSessions {
    private static final int NAME_OCTETS = 32;
    private static final int MOST = 1000;
    private static final int LONGEST_DAYS = 30;
    private static final long LONGEST_NANOS = Duration.ofDays(LONGEST_DAYS).toNanos();

    private final SecureRandom random = new SecureRandom();
    private final Duration lasts;
    private final LongSupplier nanoTime;

    /** In the order of their last use. */
    private final Map<String, Times> open = new LinkedHashMap<>(16, 0.75f, true);

    private record Times(long openedAt, long usedAt) {}

    LoginSessions(Duration lasts, LongSupplier nanoTime) {
        this.lasts = lasts;
        this.nanoTime = nanoTime;
    }

    Duration lasts() {
        return lasts;
    }

    /** Opens one and returns its name; the one that was not used for longest goes when there are too many. */
    synchronized String open() {
        byte[] octets = new byte[NAME_OCTETS];
        random.nextBytes(octets);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        long now = nanoTime.getAsLong();
        open.put(key(name), new Times(now, now));
        if (open.size() > MOST) {
            Iterator<String> oldest = open.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return name;
    }

    /** Whether there is one of this name; it counts as a use. */
    synchronized boolean isOpen(String name) {
        String key = key(name);
        Times times = open.get(key);
        if (times == null) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (now - times.usedAt() > lasts.toNanos() || now - times.openedAt() > LONGEST_NANOS) {
            open.remove(key);
            return false;
        }
        open.put(key, new Times(times.openedAt(), now));
        return true;
    }

    synchronized void close(String name) {
        open.remove(key(name));
    }

    private static String key(String name) {
        return HexFormat.of().formatHex(SecretHash.digest(name));
    }
}
