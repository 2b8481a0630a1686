package io.flowledger.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads texts as values; a text that does not fit is reported with its place. */
final class SettingReader {
    private final SettingValues values;

    SettingReader(SettingValues values) {
        this.values = values;
    }

    <T> T one(Setting setting, Function<String, T> parse) throws ConfigurationException {
        T value = optional(setting, parse);
        if (value == null) {
            throw new ConfigurationException(setting.key() + " is not set");
        }
        return value;
    }

    <T> @Nullable T optional(Setting setting, Function<String, T> parse) throws ConfigurationException {
        List<T> all = several(setting, parse);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    <T> List<T> several(Setting setting, Function<String, T> parse) throws ConfigurationException {
        SettingValues.Value value = values.find(setting);
        List<T> parsed = new ArrayList<>();
        if (value != null) {
            for (String text : value.texts()) {
                try {
                    parsed.add(parse.apply(text));
                } catch (IllegalArgumentException e) {
                    throw value.wrong(setting, String.valueOf(e.getMessage()));
                }
            }
        }
        return parsed;
    }

    Duration duration(Setting setting, Duration least, Duration most) throws ConfigurationException {
        Duration value = one(setting, Quantity::duration);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw wrong(setting, "must be within " + shown(least) + " to " + shown(most));
        }
        return value;
    }

    long octets(Setting setting, long least, long most) throws ConfigurationException {
        long value = one(setting, Quantity::octets);
        if (value < least || value > most) {
            throw wrong(setting, "must be within " + least + "B to " + most + "B");
        }
        return value;
    }

    int count(Setting setting, int least, int most) throws ConfigurationException {
        String text = one(setting, t -> t.strip().replace("_", ""));
        if (text.matches("\\d{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw wrong(setting, "\"" + text + "\" is not a whole number within " + least + " to " + most);
    }

    <E extends Enum<E>> E choice(Setting setting, Class<E> type) throws ConfigurationException {
        E[] constants = type.getEnumConstants();
        String[] names = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        String name = oneOf(setting, names);
        return constants[Arrays.asList(names).indexOf(name)];
    }

    String oneOf(Setting setting, String... choices) throws ConfigurationException {
        String text = one(setting, t -> t.strip().toLowerCase(Locale.ROOT));
        if (!Arrays.asList(choices).contains(text)) {
            throw wrong(
                    setting,
                    "\"" + text + "\" is none of " + Arrays.stream(choices).collect(Collectors.joining(", ")));
        }
        return text;
    }

    ConfigurationException wrong(Setting setting, String problem) {
        SettingValues.Value value = values.find(setting);
        return value == null
                ? new ConfigurationException(setting.key() + ": " + problem)
                : value.wrong(setting, problem);
    }

    private static String shown(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
