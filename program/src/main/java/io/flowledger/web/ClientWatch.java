package io.flowledger.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices that a client has gone while its question is still being answered: the JDK's server does not tell, but Linux does, in
 * {@code /proc/net/tcp} and {@code /proc/net/tcp6}. Elsewhere nobody is noticed, and the time-out alone ends what takes long.
 *
 * <p>Safe for all threads.
 */
final class ClientWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClientWatch.class.getName());
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final String ESTABLISHED = "01";

    private final Map<Watched, Runnable> watched = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "web-clients");
    private volatile boolean stopping;

    private record Watched(String connection, Object identity) {}

    /** Ends the watch over one client. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    ClientWatch() {
        thread.setDaemon(true);
        if (Files.isReadable(TABLES.get(0))) {
            thread.start();
        }
    }

    /** Runs {@code onGone} once, when the client closes its connection before the watch is closed. */
    Watch watch(InetSocketAddress local, InetSocketAddress remote, Runnable onGone) {
        Watched key = new Watched(connection(local, remote), new Object());
        watched.put(key, onGone);
        return () -> watched.remove(key);
    }

    private void watch() {
        while (!stopping) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
                if (!watched.isEmpty()) {
                    look();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "connections cannot be watched", e);
            }
        }
    }

    private void look() throws IOException {
        Set<Watched> before = Set.copyOf(watched.keySet());
        Set<String> established = new HashSet<>();
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
                    String[] words = line.strip().split("\\s+");
                    if (words.length > STATE && words[STATE].equals(ESTABLISHED)) {
                        established.add(shortened(words[LOCAL]) + " " + shortened(words[REMOTE]));
                    }
                }
            }
        }
        for (Watched one : before) {
            if (!established.contains(one.connection())) {
                Runnable onGone = watched.remove(one);
                if (onGone != null) {
                    onGone.run();
                }
            }
        }
    }

    /** The last four octets of an address, by which IPv4 and IPv4-mapped addresses are alike, and the port. */
    private static String shortened(String address) {
        int colon = address.indexOf(':');
        return colon < 8 ? address : address.substring(colon - 8);
    }

    private static String connection(InetSocketAddress local, InetSocketAddress remote) {
        return kernelText(local) + " " + kernelText(remote);
    }

    private static String kernelText(InetSocketAddress address) {
        byte[] octets = address.getAddress().getAddress();
        int word = ByteBuffer.wrap(octets, octets.length - 4, 4)
                .order(ByteOrder.nativeOrder())
                .getInt();
        return String.format(Locale.ROOT, "%08X:%04X", word, address.getPort());
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
