package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes options of settings, so that option, variable, key and help text are declared once. */
final class SettingOptions {
    private static final String CONFIG = "--config";
    private static final String CHECK_CONFIG = "--check-config";

    private SettingOptions() {}

    static void addTo(CommandSpec command, Set<Setting> settings) {
        if (settings.isEmpty()) {
            return;
        }
        command.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("Configuration file (TOML). Default: flowledger/flowledger.toml in the XDG configuration"
                        + " home, when it is there.")
                .build());
        command.addOption(OptionSpec.builder(CHECK_CONFIG)
                .type(boolean.class)
                .description("Print the effective settings and where each comes from, and exit.")
                .build());
        for (Setting setting : Setting.values()) {
            if (settings.contains(setting)) {
                command.addOption(option(setting));
            }
        }
    }

    private static OptionSpec option(Setting setting) {
        String description = setting.description().replace("%", "%%");
        if (setting.isRepeatable()) {
            description += " May be given more than once.";
        }
        if (!setting.defaultText().isEmpty()) {
            description += " Default: " + setting.defaultText().replace(",", ", ") + ".";
        }
        OptionSpec.Builder option = OptionSpec.builder(setting.option())
                .paramLabel(setting.syntax())
                .description(description);
        if (setting.isRepeatable()) {
            return option.type(List.class).auxiliaryTypes(String.class).build();
        }
        return option.type(String.class).build();
    }

    static @Nullable Path configFile(ParseResult parsed) {
        return parsed.matchedOptionValue(CONFIG, (Path) null);
    }

    static boolean isCheckOnly(ParseResult parsed) {
        return parsed.hasMatchedOption(CHECK_CONFIG);
    }

    static Map<Setting, List<String>> given(ParseResult parsed) {
        Map<Setting, List<String>> given = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (parsed.hasMatchedOption(setting.option())) {
                given.put(setting, parsed.matchedOption(setting.option()).originalStringValues());
            }
        }
        return given;
    }
}
