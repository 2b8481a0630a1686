package io.flowledger.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowledger.cli.CommandPage;
import io.flowledger.config.Setting;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.Source;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of each page of docs/reference that is made from code. */
final class ReferencePages {
    private static final String MADE = "This page is made from the code: see CONTRIBUTING.md.\n\n";

    private ReferencePages() {}

    /** Columns of the tables of flows. */
    static String columns() {
        StringBuilder page = new StringBuilder("# Tables of flows\n\n").append(MADE);
        page.append("""
                Numbers are Information Elements of IANA's IPFIX registry, which NetFlow version 9 shares; the first that a
                template has fills the column. Unknown is NULL.
                """);
        for (Layout layout : Layout.all()) {
            page.append("\n## `")
                    .append(layout.table())
                    .append("` (layout `")
                    .append(layout.name())
                    .append("`)\n\n");
            columns(page, layout);
        }
        page.append("""

                # Tables beside that of the flows

                They are in the schema `flowledger`, whatever the layout.
                """);
        for (SideTable side : SideTable.values()) {
            page.append("\n## `")
                    .append(side.layout().table())
                    .append("`\n\n")
                    .append(side.doc())
                    .append("\n\n");
            columns(page, side.layout());
        }
        return page.toString();
    }

    /** The command line. */
    static String commands() {
        return "# Command line\n\n" + MADE + CommandPage.text();
    }

    private static void columns(StringBuilder page, Layout layout) {
        page.append("| column | type | unit | what it holds | filled from |\n| --- | --- | --- | --- | --- |\n");
        for (Column column : layout.columns()) {
            row(
                    page,
                    "`" + column.name() + "`",
                    column.type().sqlName() + (column.notNull() ? " NOT NULL" : ""),
                    column.unit(),
                    column.doc(),
                    sources(column));
        }
    }

    private static String sources(Column column) {
        ElementRegistry registry = ElementRegistry.standard();
        List<String> names = column.sources().stream()
                .map(source -> source.elementId() + " " + name(registry, source))
                .collect(Collectors.toList());
        Context context = column.context();
        if (context != null) {
            names.add("the Message: " + context.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return String.join(", ", names);
    }

    private static String name(ElementRegistry registry, Source source) {
        return registry.element(source.enterpriseNumber(), source.elementId()).name();
    }

    /** All faults. */
    static String faults() {
        StringBuilder page = new StringBuilder("# Faults\n\n").append(MADE);
        page.append("""
                What can be wrong with what an exporter sends. The ledger counts them by these names, in
                `flowledger.ledger_reason` and `flowledger.stream.last_fault`.

                """);
        page.append("| fault | what is skipped | document | what it may mean |\n| --- | --- | --- | --- |\n");
        for (DecodeFault fault : DecodeFault.values()) {
            row(
                    page,
                    "`" + fault.name().toLowerCase(Locale.ROOT) + "`",
                    fault.skipped().name().toLowerCase(Locale.ROOT),
                    fault.reference(),
                    fault.hint());
        }
        return page.toString();
    }

    /** All settings. */
    static String settings() {
        StringBuilder page = new StringBuilder("# Settings\n\n").append(MADE);
        page.append(
                "Options win over variables, variables over the configuration file, the file over the defaults.\n\n");
        page.append(
                "| option | variable | key in the file | default | what it does |\n| --- | --- | --- | --- | --- |\n");
        for (Setting setting : Setting.values()) {
            row(
                    page,
                    "`" + setting.option() + " " + setting.syntax().replace("|", "\\|") + "`",
                    "`" + setting.variable() + "`",
                    "`" + setting.key() + "`",
                    setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                    setting.description());
        }
        return page.toString();
    }

    /** The tables of bookkeeping, from the comments in the database. */
    static String ledger(Connection connection) throws SQLException {
        StringBuilder page = new StringBuilder("# Tables of bookkeeping\n\n").append(MADE);
        page.append("""
                They are in the schema `flowledger` and commit together with the rows. `flowledger audit` holds them against
                each other.
                """);
        try (Statement tables = connection.createStatement();
                ResultSet table = tables.executeQuery("SELECT c.oid, c.relname, obj_description(c.oid)"
                        + " FROM pg_class c WHERE c.relnamespace = 'flowledger'::regnamespace"
                        + " AND c.relkind IN ('r', 'v', 'p') AND NOT c.relispartition"
                        + " AND c.relname NOT IN ('flows', 'schema_version', " + sides() + ") ORDER BY c.relname")) {
            while (table.next()) {
                page.append("\n## `").append(table.getString(2)).append("`\n\n");
                String comment = table.getString(3);
                if (comment != null) {
                    page.append(comment).append("\n\n");
                }
                columns(connection, table.getLong(1), page);
            }
        }
        page.append("\n## What is counted\n\n| column of `ledger` | unit | what |\n| --- | --- | --- |\n");
        for (LedgerCounter counter : LedgerCounter.values()) {
            row(page, "`" + counter.column() + "`", counter.unit(), counter.doc());
        }
        return page.toString();
    }

    private static String sides() {
        return Arrays.stream(SideTable.values())
                .map(side -> "'" + side.layout().table() + "'")
                .collect(Collectors.joining(", "));
    }

    private static void columns(Connection connection, long table, StringBuilder page) throws SQLException {
        page.append("| column | type | what |\n| --- | --- | --- |\n");
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery(
                        "SELECT attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) FROM pg_attribute"
                                + " WHERE attrelid = " + table
                                + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            while (column.next()) {
                String comment = column.getString(3);
                row(page, "`" + column.getString(1) + "`", column.getString(2), comment == null ? "" : comment);
            }
        }
    }

    /** The API, from its document. */
    static String api(JsonNode document) {
        StringBuilder page = new StringBuilder("# API\n\n").append(MADE);
        page.append(document.at("/info/description").asText()).append("\n\n");
        page.append("""
                The document itself is served at `/openapi.json`, for generators of clients. Lists of parameters have commas;
                times are UTC where nothing is said. With a login, send the cookie that `POST /api/v1/session` gives, or a
                token as `Authorization: Bearer TOKEN`.
                """);
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operation(
                        page,
                        document,
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue());
            }
        }
        return page.toString();
    }

    private static void operation(StringBuilder page, JsonNode document, String name, JsonNode operation) {
        page.append("\n## `")
                .append(name)
                .append("`\n\n")
                .append(operation.path("summary").asText());
        if (operation.has("description")) {
            page.append(' ').append(operation.path("description").asText());
        }
        page.append(operation.path("security").isArray() ? " Needs no login.\n" : "\n");
        if (!operation.path("parameters").isEmpty()) {
            page.append("\n| parameter | values | what |\n| --- | --- | --- |\n");
        }
        for (JsonNode given : operation.path("parameters")) {
            JsonNode parameter = resolved(document, given);
            row(
                    page,
                    "`" + parameter.path("name").asText() + "`"
                            + (parameter.path("required").asBoolean() ? ", needed" : ""),
                    values(parameter.path("schema")),
                    parameter.path("description").asText());
        }
        JsonNode schema = resolved(document, operation.at("/responses/200/content/application~1json/schema"));
        if (!schema.path("properties").isEmpty()) {
            page.append("\n| in the answer | type | what |\n| --- | --- | --- |\n");
        }
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            JsonNode type = member.getValue();
            row(
                    page,
                    "`" + member.getKey() + "`",
                    type(document, type),
                    type.path("description").asText());
        }
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String values(JsonNode schema) {
        if (schema.has("enum")) {
            return names(schema.path("enum")).replace(", ", " \\| ");
        }
        return schema.has("minimum")
                ? schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText()
                : schema.path("type").asText();
    }

    private static String names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return String.join(", ", names);
    }

    private static String type(JsonNode document, JsonNode schema) {
        JsonNode type = resolved(document, schema);
        if (type.path("type").asText().equals("array")) {
            return "list of " + type(document, type.path("items"));
        }
        if (!type.path("properties").isEmpty()) {
            List<String> members = new ArrayList<>();
            type.path("properties").fieldNames().forEachRemaining(members::add);
            return "{" + String.join(", ", members) + "}";
        }
        return type.path("type").isArray()
                ? names(type.path("type")).replace(", ", " or ")
                : type.path("type").asText();
    }

    static void row(StringBuilder page, String... cells) {
        page.append("| ")
                .append(String.join(" | ", cells).replaceAll(" +", " "))
                .append(" |\n");
    }
}
