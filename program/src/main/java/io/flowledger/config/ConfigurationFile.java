package io.flowledger.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A TOML file of {@code key = value} lines, without tables. */
final class ConfigurationFile {
    private ConfigurationFile() {}

    static void read(Path file, SettingValues.Builder values) throws ConfigurationException {
        String text;
        JsonNode root;
        try {
            text = Files.readString(file);
            root = new TomlMapper().readTree(text);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ConfigurationException(file + ":" + line + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage());
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String key = entry.getKey();
            String place = file + ":" + lineOf(key, text);
            Setting setting = Setting.byKey(key);
            if (setting == null) {
                throw new ConfigurationException(place + ": \"" + key + "\" is not a setting; did you mean \""
                        + Setting.nearest(key).key() + "\"?");
            }
            values.put(setting, texts(setting, entry.getValue(), place), SettingValues.Origin.FILE, place);
        }
    }

    private static List<String> texts(Setting setting, JsonNode node, String place) throws ConfigurationException {
        if (node.isValueNode()) {
            return List.of(node.asText());
        }
        List<String> texts = new ArrayList<>();
        if (node.isArray() && setting.isRepeatable()) {
            for (JsonNode element : node) {
                if (element.isValueNode()) {
                    texts.add(element.asText());
                }
            }
            if (texts.size() == node.size()) {
                return texts;
            }
        }
        throw new ConfigurationException(place + ": " + setting.key() + ": expected "
                + (setting.isRepeatable() ? "a string or an array of strings" : "one value, not an array or a table"));
    }

    /** The parser keeps no places of keys, so the line is searched for; 1 when it is not found. */
    private static int lineOf(String key, String text) {
        Pattern assignment = Pattern.compile("^\\s*(\\[\\s*)?[\"']?" + Pattern.quote(key) + "[\"']?\\s*(=|\\.|\\])");
        int number = 1;
        for (String line : text.split("\n", -1)) {
            if (assignment.matcher(line).find()) {
                return number;
            }
            number++;
        }
        return 1;
    }
}
