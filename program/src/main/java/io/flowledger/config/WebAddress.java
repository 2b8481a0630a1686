package io.flowledger.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where the console and the API are served.
 *
 * @param tls whether over TLS
 * @param host a name or an address; empty for all addresses of both families
 * @param port 1 to 65535, or 0 for one that the system chooses
 */
public record WebAddress(boolean tls, String host, int port) {
    private static final String EXPECTED =
            "expected http://HOST:PORT, https://HOST:PORT or none, for example http://127.0.0.1:8080";

    public WebAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    /**
     * Reads {@code http://HOST:PORT}; without a host, or with *, all addresses.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static WebAddress parse(String text) {
        boolean tls = text.startsWith("https://");
        if (!tls && !text.startsWith("http://")) {
            throw new IllegalArgumentException("\"" + text + "\": " + EXPECTED);
        }
        String rest = text.substring(text.indexOf("://") + 3);
        boolean anyHost = rest.startsWith(":") || rest.startsWith("*:");
        URI uri;
        try {
            uri = new URI(anyHost ? "http://any" + rest.substring(rest.indexOf(':')) : text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + e.getReason() + "; " + EXPECTED, e);
        }
        @Nullable String host = uri.getHost();
        boolean extra = uri.getUserInfo() != null
                || uri.getQuery() != null
                || !(uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (host == null || uri.getPort() < 0 || extra) {
            throw new IllegalArgumentException("\"" + text + "\": " + EXPECTED);
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new WebAddress(tls, anyHost ? "" : bare, uri.getPort());
    }

    /** Whether only this machine can connect; false also for a name that does not resolve. */
    public boolean isLoopback() {
        if (host.isEmpty()) {
            return false;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Resolves the host; all addresses when there is none. */
    public InetSocketAddress socketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
