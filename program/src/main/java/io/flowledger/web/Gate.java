package io.flowledger.web;

import io.flowledger.config.WebAddress;
import io.flowledger.config.WebConfiguration;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. On loopback without a login everything comes from this machine, but a page of somebody else in a browser
 * on this machine could ask too, under a name that it made resolve to loopback; so that the host that is asked for must be ours.
 *
 * <p>Safe for all threads.
 */
final class Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final boolean loginNeeded;
    private final boolean hostChecked;
    private final Set<String> hosts = new HashSet<>();
    private final Access access;

    Gate(WebConfiguration configuration, WebAddress address, Access access) {
        this.access = access;
        this.loginNeeded = configuration.isLoginNeeded();
        this.hostChecked = !loginNeeded;
        hosts.addAll(LOOPBACK);
        hosts.add(address.host().toLowerCase(Locale.ROOT));
        configuration.names().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    }

    /** Refuses requests for another host. */
    void checkHost(Request request) throws Problem {
        if (!hostChecked) {
            return;
        }
        String host = request.header("Host");
        if (host == null || !hosts.contains(withoutPort(host))) {
            throw Problem.otherHost("Nothing is served for host " + (host == null ? "\"\"" : host)
                    + ". If a proxy in front uses this name, set web-name to it.");
        }
    }

    private static String withoutPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    /** Refuses changes that a page of another site asks for. */
    void checkOrigin(Request request) throws Problem {
        String origin = request.header("Origin");
        String host = request.header("Host");
        if (origin != null && (host == null || !authority(origin).equalsIgnoreCase(host))) {
            throw Problem.refused("The request comes from a page of " + origin + ".");
        }
    }

    private static String authority(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Refuses who is not logged in, when a login is needed. */
    void checkLogin(Request request) throws Problem {
        if (loginNeeded && !access.isKnown(request)) {
            Problem problem = Problem.loginNeeded("Log in, or send a token as Authorization: Bearer TOKEN.");
            problem.document().putObject("access").put("login", true);
            throw problem;
        }
    }

    /** Whether the request may see what is behind the login. */
    boolean isOpenTo(Request request) throws Problem {
        return !loginNeeded || access.isKnown(request);
    }
}
