package io.flowledger.config;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of each setting with the place it came from; what is absent has no value at all.
 *
 * @param values one entry for each setting that is set or has a default
 */
public record SettingValues(Map<Setting, Value> values) {

    /**
     * @param texts one, or several for a repeatable setting
     * @param origin for messages: {@code --listen}, {@code FLOWLEDGER_LISTEN}, {@code flowledger.toml:12}, {@code default}
     */
    public record Value(List<String> texts, Origin origin, String place) {
        public Value {
            texts = List.copyOf(texts);
        }

        ConfigurationException wrong(Setting setting, String problem) {
            String where = origin == Origin.FILE ? place + ": " + setting.key() : place;
            return new ConfigurationException(where + ": " + problem, origin == Origin.COMMAND_LINE);
        }
    }

    /** In rising order of precedence. */
    public enum Origin {
        DEFAULT,
        FILE,
        ENVIRONMENT,
        COMMAND_LINE
    }

    public SettingValues {
        values = Map.copyOf(values);
    }

    @Nullable
    Value find(Setting setting) {
        return values.get(setting);
    }

    /** The effective settings as a configuration file, each with its origin; passwords are hidden. */
    public void print(PrintWriter out) {
        for (Setting setting : Setting.values()) {
            Value value = find(setting);
            if (value == null) {
                out.printf("# %s is not set%n", setting.key());
                continue;
            }
            List<String> shown = value.texts().stream()
                    .map(text -> setting.isSecret() ? hidden(setting, text) : text)
                    .toList();
            out.printf("%-45s # %s%n", setting.key() + " = " + toml(setting, shown), value.place());
        }
        out.flush();
    }

    private static String hidden(Setting setting, String text) {
        return setting == Setting.DATABASE ? DatabaseAddress.withoutPassword(text) : "***";
    }

    private static String toml(Setting setting, List<String> texts) {
        if (!setting.isRepeatable()) {
            return quoted(texts.get(0));
        }
        return texts.stream().map(SettingValues::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Collects from the sources; a source added later wins. */
    static final class Builder {
        private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

        Builder put(Setting setting, List<String> texts, Origin origin, String place) {
            if (!texts.isEmpty()) {
                values.put(setting, new Value(texts, origin, place));
            }
            return this;
        }

        SettingValues build() {
            return new SettingValues(values);
        }
    }
}
