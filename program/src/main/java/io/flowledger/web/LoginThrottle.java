package io.flowledger.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Makes guessing slow: after {@value #FREE} wrong secrets in a row a client waits a second, and after each further one twice as
 * long, up to {@value #LONGEST_SECONDS} s. A client is an IPv4 address or an IPv6 /64.
 *
 * <p>Safe for all threads.
 */
final class LoginThrottle {
    private static final int FREE = 5;
    private static final int LONGEST_SECONDS = 900;
    private static final int MOST_CLIENTS = 10_000;
    private static final int NETWORK_OCTETS = 8;

    private final LongSupplier nanoTime;

    /** In the order of their last failure. */
    private final Map<String, Failures> clients = new LinkedHashMap<>(16, 0.75f, true);

    private record Failures(int count, long lastAt) {}

    LoginThrottle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Throws when the client has to wait still. */
    synchronized void check(InetAddress client) throws Problem {
        Failures failures = clients.get(key(client));
        if (failures == null || failures.count() < FREE) {
            return;
        }
        int waitSeconds = waitSeconds(failures.count());
        long left = Duration.ofSeconds(waitSeconds).toNanos() - (nanoTime.getAsLong() - failures.lastAt());
        if (left > 0) {
            int seconds = (int) Math.max(1, Duration.ofNanos(left).toSeconds() + 1);
            throw Problem.tooMany("Too many wrong logins; wait " + seconds + " s.", seconds);
        }
    }

    private static int waitSeconds(int count) {
        return Math.min(LONGEST_SECONDS, 1 << Math.min(count - FREE, 20));
    }

    /** Notes a wrong secret; how many there were in a row. */
    synchronized int failed(InetAddress client) {
        String key = key(client);
        Failures before = clients.get(key);
        int count = before == null ? 1 : before.count() + 1;
        clients.put(key, new Failures(count, nanoTime.getAsLong()));
        if (clients.size() > MOST_CLIENTS) {
            Iterator<String> oldest = clients.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return count;
    }

    synchronized void succeeded(InetAddress client) {
        clients.remove(key(client));
    }

    private static String key(InetAddress client) {
        byte[] octets = client.getAddress();
        return HexFormat.of()
                .formatHex(client instanceof Inet6Address ? Arrays.copyOf(octets, NETWORK_OCTETS) : octets);
    }
}
