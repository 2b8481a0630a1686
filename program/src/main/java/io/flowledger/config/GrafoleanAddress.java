package io.flowledger.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where to report to, and as whom.
 *
 * @param backendUrl of Grafolean's API; null for nowhere, or where the command's own variable says
 * @param tokenFile holds the bot's token; never null with {@code backendUrl}
 */
public record GrafoleanAddress(
        @Nullable String backendUrl, @Nullable Path tokenFile) {
    private static final String EXPECTED =
            "expected the address of Grafolean's API, for example https://grafolean.com/api";

    static GrafoleanAddress of(SettingReader read) throws ConfigurationException {
        String backendUrl = read.optional(Setting.GRAFOLEAN, GrafoleanAddress::checkedUrl);
        Path tokenFile = read.optional(
                Setting.BOT_TOKEN_FILE, text -> Path.of(text).toAbsolutePath().normalize());
        if (backendUrl != null && tokenFile == null) {
            throw read.wrong(
                    Setting.GRAFOLEAN,
                    "Grafolean wants a bot's token: name the file that holds it with" + " bot-token-file");
        }
        return new GrafoleanAddress(backendUrl, tokenFile);
    }

    /**
     * The address without a slash at its end.
     *
     * @throws IllegalArgumentException when it is none; the message says what is expected and shows no password
     */
    public static String checkedUrl(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a bot has a token, no user and password; " + EXPECTED);
        }
        return uri.toString().replaceAll("/+$", "");
    }
}
