package io.flowledger.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds a value against a schema of the API document: the words of JSON Schema that the document uses, and no other. */
final class SchemaCheck {
    private static final Set<String> KNOWN = Set.of(
            "type",
            "format",
            "description",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "allOf",
            "$ref",
            "minimum",
            "maximum",
            "maxLength");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What does not fit; empty when all does. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck(document);
        check.check("$", schema, value);
        return check.faults;
    }

    private void check(String place, JsonNode schema, JsonNode value) {
        schema.fieldNames().forEachRemaining(word -> {
            if (!KNOWN.contains(word)) {
                faults.add("the schema of " + place + " has the word " + word);
            }
        });
        if (schema.has("$ref")) {
            check(place, document.at(schema.get("$ref").asText().substring(1)), value);
            return;
        }
        schema.path("allOf").forEach(part -> check(place, part, value));
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            faults.add(place + " is " + value + ", not " + schema.get("type"));
            return;
        }
        if (schema.has("enum")) {
            boolean found = false;
            for (JsonNode choice : schema.get("enum")) {
                found |= choice.equals(value);
            }
            if (!found) {
                faults.add(place + " is " + value + ", none of " + schema.get("enum"));
            }
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                faults.add(place + " has no " + name.asText());
            }
        }
        if (value.isObject()) {
            members(place, schema, value);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(place + "[" + i + "]", schema.get("items"), value.get(i));
            }
        }
    }

    private void members(String place, JsonNode schema, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode own = schema.path("properties").path(member.getKey());
            JsonNode others = schema.path("additionalProperties");
            String there = place + "." + member.getKey();
            if (!own.isMissingNode()) {
                check(there, own, member.getValue());
            } else if (others.isObject()) {
                check(there, others, member.getValue());
            } else if (others.isBoolean() && !others.asBoolean()) {
                faults.add(there + " is not declared");
            }
        }
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (hasType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
