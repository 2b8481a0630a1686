package io.flowledger.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document: the one place where routes, parameters and their bounds are declared. */
public final class ApiDocument {
    private static final int LONGEST = 4096;

    private final ObjectNode document;
    private final List<Operation> operations = new ArrayList<>();

    private ApiDocument(ObjectNode document) {
        this.document = document;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
            }
        }
    }

    /** The document of this program. */
    public static ApiDocument load() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not in the class path");
            }
            return new ApiDocument((ObjectNode) Json.MAPPER.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Operation operation(String path, String method, JsonNode node) {
        List<Operation.Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : node.path("parameters")) {
            parameters.add(parameter(resolved(parameter)));
        }
        JsonNode security = node.path("security");
        return new Operation(
                node.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                parameters,
                security.isArray() && security.isEmpty());
    }

    private Operation.Parameter parameter(JsonNode node) {
        JsonNode schema = resolved(node.path("schema"));
        List<String> choices = new ArrayList<>();
        schema.path("enum").forEach(choice -> choices.add(choice.asText()));
        if (schema.path("type").asText().equals("boolean")) {
            choices.addAll(List.of("true", "false"));
        }
        return new Operation.Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                node.path("required").asBoolean(),
                schema.path("type").asText(),
                schema.path("minimum").asLong(Long.MIN_VALUE),
                schema.path("maximum").asLong(Long.MAX_VALUE),
                schema.path("maxLength").asInt(LONGEST),
                choices);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** All operations in the order of the document. */
    List<Operation> operations() {
        return operations;
    }

    /** The document with the version of the program. */
    public JsonNode json(String version) {
        ObjectNode copy = document.deepCopy();
        ((ObjectNode) copy.path("info")).put("version", version);
        return copy;
    }
}
