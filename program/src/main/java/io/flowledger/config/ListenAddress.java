package io.flowledger.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener binds.
 *
 * @param transport what goes over it
 * @param host a name or an address; empty for all addresses of both families
 * @param port 1 to 65535, or 0 for one that the system chooses
 */
public record ListenAddress(Transport transport, String host, int port) {
    private static final String EXPECTED =
            "expected udp://HOST:PORT, tcp:// or tls://, for example udp://:2055 or tls://[::1]:4740";

    /** What goes over a listener's port. */
    public enum Transport {
        /** Datagrams of all protocols. */
        UDP,
        /** IPFIX. */
        TCP,
        /** IPFIX over TLS. */
        TLS;

        private String scheme() {
            return name().toLowerCase(Locale.ROOT) + "://";
        }
    }

    public ListenAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    /** Of UDP. */
    public ListenAddress(String host, int port) {
        this(Transport.UDP, host, port);
    }

    /**
     * Reads {@code udp://HOST:PORT}, {@code tcp://} or {@code tls://}; without a host, or with *, all addresses.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ListenAddress parse(String text) {
        Transport transport = transport(text);
        String rest = text.substring("udp://".length());
        boolean anyHost = rest.startsWith(":") || rest.startsWith("*:");
        URI uri;
        try {
            uri = new URI(anyHost ? "udp://any" + rest.substring(rest.indexOf(':')) : text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + e.getReason() + "; " + EXPECTED, e);
        }
        @Nullable String host = uri.getHost();
        boolean extra = uri.getUserInfo() != null
                || uri.getQuery() != null
                || !uri.getPath().isEmpty();
        if (host == null || uri.getPort() < 0 || extra) {
            throw new IllegalArgumentException("\"" + text + "\": " + EXPECTED);
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new ListenAddress(transport, anyHost ? "" : bare, uri.getPort());
    }

    private static Transport transport(String text) {
        for (Transport transport : Transport.values()) {
            if (text.startsWith(transport.scheme())) {
                return transport;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\": " + EXPECTED);
    }

    public boolean isAnyAddress() {
        return host.isEmpty();
    }

    /** Resolves the host; all addresses when there is none. */
    public InetSocketAddress socketAddress() {
        return isAnyAddress() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return transport.scheme() + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
