package io.flowledger.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may look, and where.
 *
 * @param address null when nothing is served
 * @param passwordHash as made by {@code flowledger password}; null when there is no password
 * @param tokenHash as made by {@code flowledger password --token}; null when there is no token
 * @param session how long a login lasts without use
 * @param names host names, beside the address itself, by which browsers may ask
 */
public record WebConfiguration(
        @Nullable WebAddress address,
        @Nullable String passwordHash,
        @Nullable String tokenHash,
        Duration session,
        List<String> names) {

    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
    private static final Duration LONGEST_SESSION = Duration.ofDays(30);

    public WebConfiguration {
        names = List.copyOf(names);
    }

    /** Whether a password or a token is asked for. */
    public boolean isLoginNeeded() {
        return passwordHash != null || tokenHash != null;
    }

    static WebConfiguration of(SettingReader read) throws ConfigurationException {
        String text = read.one(Setting.WEB, String::strip);
        WebAddress address = text.equals("none") ? null : read.one(Setting.WEB, t -> WebAddress.parse(t.strip()));
        WebConfiguration web = new WebConfiguration(
                address,
                read.optional(Setting.WEB_PASSWORD, hash -> checked(hash.strip(), "pbkdf2-sha256$", "")),
                read.optional(Setting.WEB_TOKEN, hash -> checked(hash.strip(), "sha256$", " --token")),
                read.duration(Setting.WEB_SESSION, SHORTEST_SESSION, LONGEST_SESSION),
                read.several(Setting.WEB_NAME, name -> name));
        if (address != null && !web.isLoginNeeded() && !address.isLoopback()) {
            throw read.wrong(
                    Setting.WEB,
                    address + " can be reached from other machines, and needs a password or a token:"
                            + " flowledger password makes the line for the configuration. http://127.0.0.1:"
                            + address.port()
                            + " needs none, none turns the console off");
        }
        return web;
    }

    private static String checked(String hash, String prefix, String option) {
        if (!hash.startsWith(prefix)) {
            throw new IllegalArgumentException(
                    "is to be a hash, not the secret itself: flowledger password" + option + " makes it");
        }
        return hash;
    }
}
