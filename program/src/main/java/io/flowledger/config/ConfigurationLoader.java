package io.flowledger.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects settings: defaults, then the configuration file, then the environment, then the command line; later wins. */
public final class ConfigurationLoader {
    private static final System.Logger LOG = System.getLogger(ConfigurationLoader.class.getName());
    private static final String CONFIG_VARIABLE = "FLOWLEDGER_CONFIG";
    private static final List<String> OTHER_VARIABLES = List.of(CONFIG_VARIABLE, "FLOWLEDGER_JAVA_OPTS");
    private static final List<String> SEED_VARIABLES =
            List.of("DB_HOST", "DB_PORT", "DB_DATABASE", "DB_USERNAME", "DB_PASSWORD");

    private static final String DEBUG_VARIABLE = "DEBUG";
    private static final List<String> YES = List.of("true", "yes", "1");

    private final Map<String, String> environment;
    private final Path home;

    public ConfigurationLoader(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /**
     * @param file of {@code --config}; null to take FLOWLEDGER_CONFIG, or the one in the XDG configuration home if it
     *     is there
     * @param options from the command line
     */
    public SettingValues load(@Nullable Path file, Map<Setting, List<String>> options) throws ConfigurationException {
        SettingValues.Builder values = new SettingValues.Builder();
        putDefaults(values);
        Path found = file != null ? file : defaultFile();
        if (found != null) {
            ConfigurationFile.read(found, values);
        }
        putEnvironment(values);
        options.forEach(
                (setting, texts) -> values.put(setting, texts, SettingValues.Origin.COMMAND_LINE, setting.option()));
        return values.build();
    }

    /** The checked configuration. */
    public Configuration configuration(SettingValues values) throws ConfigurationException {
        return Configuration.of(values, environment.getOrDefault("USER", "postgres"));
    }

    private void putDefaults(SettingValues.Builder values) {
        for (Setting setting : Setting.values()) {
            String text = setting == Setting.DATA_DIR
                    ? xdg("XDG_DATA_HOME", ".local/share").resolve("flowledger").toString()
                    : setting.defaultText();
            if (!text.isEmpty()) {
                values.put(setting, split(setting, text), SettingValues.Origin.DEFAULT, "default");
            }
        }
    }

    private @Nullable Path defaultFile() {
        String named = environment.get(CONFIG_VARIABLE);
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        Path usual = xdg("XDG_CONFIG_HOME", ".config").resolve("flowledger").resolve("flowledger.toml");
        return Files.isRegularFile(usual) ? usual : null;
    }

    private void putEnvironment(SettingValues.Builder values) throws ConfigurationException {
        if (SEED_VARIABLES.stream().anyMatch(environment::containsKey)) {
            putSeedDatabase(values);
        }
        if (YES.contains(environment.getOrDefault(DEBUG_VARIABLE, "").toLowerCase(Locale.ROOT))) {
            values.put(Setting.LOG_LEVEL, List.of("debug"), SettingValues.Origin.ENVIRONMENT, DEBUG_VARIABLE);
        }
        for (Setting setting : Setting.values()) {
            String text = environment.get(setting.variable());
            if (text != null && !text.isEmpty()) {
                values.put(setting, split(setting, text), SettingValues.Origin.ENVIRONMENT, setting.variable());
            }
        }
        warnOfUnknownVariables();
    }

    private void putSeedDatabase(SettingValues.Builder values) throws ConfigurationException {
        try {
            DatabaseAddress address = DatabaseAddress.fromVariables(environment);
            values.put(Setting.DATABASE, List.of(address.url()), SettingValues.Origin.ENVIRONMENT, "DB_* variables");
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    /** A warning only: container platforms put variables of their own under a service's name. */
    private void warnOfUnknownVariables() {
        for (String name : new TreeSet<>(environment.keySet())) {
            boolean known = OTHER_VARIABLES.contains(name)
                    || Arrays.stream(Setting.values())
                            .anyMatch(setting -> setting.variable().equals(name));
            if (name.startsWith("FLOWLEDGER_") && !known) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} is not a setting; did you mean {1}?",
                        name,
                        Setting.nearest(name.substring("FLOWLEDGER_".length())).variable());
            }
        }
    }

    private static List<String> split(Setting setting, String text) {
        if (!setting.isRepeatable()) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("[,\\s]+")) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private Path xdg(String variable, String belowHome) {
        String value = environment.get(variable);
        // The XDG base directory specification: a path that is not absolute is to be ignored.
        return value != null && value.startsWith("/") ? Path.of(value) : home.resolve(belowHome);
    }
}
