package io.flowledger.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server and database.
 *
 * @param hosts {@code HOST:PORT}, or several with commas between them, as pgjdbc takes them
 * @param database its name
 * @param user role to log in as
 * @param password empty for none
 * @param parameters of pgjdbc, for example {@code sslmode}; user and password are not among them
 */
public record DatabaseAddress(
        String hosts, String database, String user, String password, Map<String, String> parameters) {
    private static final String EXPECTED = "expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=…"
            + " or jdbc:postgresql://HOST:PORT/DATABASE?user=…&password=…";

    private static final Pattern URL =
            Pattern.compile("(?:postgresql|postgres)://(?:([^/?#]*)@)?([^/?#@]*)(?:/([^?#]*))?(?:\\?(.*))?");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:\\[\\],]+)(?::(\\d{1,5}))?");
    private static final Pattern PASSWORD_BEFORE_HOST = Pattern.compile("^((?:[a-z:]*://)?[^/?#:]*):.*@");
    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(password=)[^&]*", Pattern.CASE_INSENSITIVE);

    /** Names that libpq uses, and what pgjdbc calls them. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "target_session_attrs", "targetServerType");

    public DatabaseAddress {
        parameters = Map.copyOf(parameters);
    }

    static DatabaseAddress parse(String text, String systemUser) {
        String url = text.strip();
        if (url.startsWith("jdbc:")) {
            url = url.substring("jdbc:".length());
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + withoutPassword(text) + "\" is not a database URL; " + EXPECTED);
        }
        Map<String, String> parameters = parameters(parts.group(4));
        String user = "";
        String password = "";
        if (parts.group(1) != null) {
            String[] login = parts.group(1).split(":", 2);
            user = decoded(login[0]);
            password = login.length > 1 ? decoded(login[1]) : "";
        }
        String userParameter = parameters.remove("user");
        String passwordParameter = parameters.remove("password");
        user = !user.isEmpty() ? user : userParameter != null ? userParameter : systemUser;
        password = passwordParameter != null ? passwordParameter : password;
        String database = parts.group(3) == null || parts.group(3).isEmpty() ? user : decoded(parts.group(3));
        return new DatabaseAddress(hosts(parts.group(2), text), database, user, password, parameters);
    }

    /** Where Grafolean's bot expects its database when no variable says otherwise. */
    public static DatabaseAddress grafolean() {
        return fromVariables(Map.of());
    }

    /**
     * From the variables of the seed, with its defaults; the caller has seen that at least one is set.
     *
     * @param environment may hold DB_HOST, DB_PORT, DB_DATABASE, DB_USERNAME, DB_PASSWORD, DB_CONNECT_TIMEOUT (seconds)
     */
    static DatabaseAddress fromVariables(Map<String, String> environment) {
        String host = environment.getOrDefault("DB_HOST", "localhost");
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        String port = environment.getOrDefault("DB_PORT", "5432");
        String timeout = environment.getOrDefault("DB_CONNECT_TIMEOUT", "10");
        if (!timeout.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("DB_CONNECT_TIMEOUT: \"" + timeout + "\" is not a number of seconds");
        }
        return new DatabaseAddress(
                hosts(bracketed + ":" + port, bracketed + ":" + port),
                environment.getOrDefault("DB_DATABASE", "grafolean"),
                environment.getOrDefault("DB_USERNAME", "admin"),
                environment.getOrDefault("DB_PASSWORD", "admin"),
                Map.of("connectTimeout", timeout));
    }

    /** As the setting takes it, with the password. */
    String url() {
        String authority = encoded(user) + ":" + encoded(password) + "@" + hosts;
        return jdbcUrl().replaceFirst("jdbc:postgresql://[^/]*", Matcher.quoteReplacement("postgresql://" + authority));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** For {@code DriverManager}, without user and password. */
    public String jdbcUrl() {
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(hosts)
                .append('/')
                .append(encoded(database));
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
            url.append(separator).append(parameter.getKey()).append('=').append(encoded(parameter.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    /** User and password, for {@code DriverManager}. */
    public Properties login() {
        Properties login = new Properties();
        login.setProperty("user", user);
        if (!password.isEmpty()) {
            login.setProperty("password", password);
        }
        return login;
    }

    /** For messages and logs: without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + hosts + "/" + database;
    }

    /** A URL as somebody wrote it, with the password hidden, for messages. */
    static String withoutPassword(String url) {
        String hidden = PASSWORD_BEFORE_HOST.matcher(url).replaceAll("$1:***@");
        return PASSWORD_PARAMETER.matcher(hidden).replaceAll("$1***");
    }

    private static String hosts(String text, String url) {
        StringBuilder hosts = new StringBuilder();
        for (String part : (text.isEmpty() ? "localhost" : text).split(",", -1)) {
            Matcher host = HOST.matcher(part);
            if (!host.matches()) {
                throw new IllegalArgumentException("\"" + withoutPassword(url) + "\": \"" + part
                        + "\" is not HOST:PORT (a special character in user or password is written as %XX)");
            }
            int port = host.group(2) == null ? 5432 : Integer.parseInt(host.group(2));
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException(
                        "\"" + withoutPassword(url) + "\": port " + port + " is not within 1 to 65535");
            }
            hosts.append(hosts.isEmpty() ? "" : ",")
                    .append(host.group(1))
                    .append(':')
                    .append(port);
        }
        return hosts.toString();
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw new IllegalArgumentException(
                            "\"" + withoutPassword(pair) + "\" in the database URL is not NAME=VALUE");
                }
                String name = decoded(pair.substring(0, equals));
                parameters.put(LIBPQ_NAMES.getOrDefault(name, name), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            // URLDecoder takes + for a space, which in a URL's user, password and path it is not.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the database URL has a broken %-escape", e);
        }
    }
}
