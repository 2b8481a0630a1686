package io.flowledger.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.ColumnType;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.filter.Completion;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.filter.FilterException;
import io.flowledger.store.query.Names;
import io.flowledger.store.schema.FlowTable;
import io.flowledger.web.Answer;
import io.flowledger.web.Asking;
import io.flowledger.web.Json;
import io.flowledger.web.Problem;
import io.flowledger.web.Request;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Help with filters that are being typed. */
public final class FilterRoutes {
    private static final int MOST_VALUES = 12;
    private static final int ROWS_LOOKED_AT = 20_000;
    private static final String CANCELLED = "57014";

    private final Asking asking;
    private final Tables tables;

    public FilterRoutes(Asking asking, Tables tables) {
        this.asking = asking;
        this.tables = tables;
    }

    /** {@code GET /api/v1/filter}: whether a filter can be read. */
    public Answer check(Request request) {
        ObjectNode json = Json.object();
        try {
            Filter filter = Filter.parse(request.text("text", ""));
            json.put("valid", true).put("canonical", filter.toString());
        } catch (FilterException e) {
            json.put("valid", false).set("problem", problem(e).document());
        }
        return Answer.json(json);
    }

    static Problem problem(FilterException e) {
        Problem problem = Problem.badRequest("filter", String.valueOf(e.getMessage()))
                .with("position", e.position())
                .with("length", e.length());
        ArrayNode expected = problem.document().putArray("expected");
        e.expected().forEach(expected::add);
        return problem;
    }

    /** {@code GET /api/v1/completions}: words of the language, and values from the newest flows. */
    public Answer completions(Request request) throws SQLException, Problem, IOException {
        // Not stripped: blanks count in positions.
        String text = request.raw("text");
        int cursor = request.integer("cursor", text.length());
        Completion completion = Completion.at(text, cursor);
        ObjectNode json = Json.object().put("from", completion.from()).put("to", completion.to());
        ArrayNode items = json.putArray("items");
        completion.words().forEach(word -> items.addObject().put("text", word).put("detail", ""));
        if (!completion.columns().isEmpty()) {
            String typed = text.substring(completion.from(), completion.to());
            asking.ask(request, connection -> {
                FlowTable table = tables.flows(connection);
                for (String column : completion.columns()) {
                    if (!values(connection, table, column, typed, items)) {
                        break;
                    }
                }
                if (!typed.isEmpty()) {
                    names(connection, completion.columns(), typed, items);
                }
                return items;
            });
        }
        return Answer.json(json);
    }

    /**
     * Adds the most frequent values among the newest rows; a value that is rare or old is not found, as it would take too long.
     *
     * @return false when even that took too long for somebody who is typing
     */
    private static boolean values(Connection connection, FlowTable table, String name, String typed, ArrayNode items)
            throws SQLException {
        if (!table.layout().equals(FlowsLayout.FLOWS)) {
            return true;
        }
        Column column = FlowsLayout.FLOWS.column(name);
        String quoted = '"' + column.name() + '"';
        String shown = column.type() == ColumnType.INET ? "host(" + quoted + ")" : quoted + "::text";
        String sql = "SELECT value, count(*) FROM (SELECT " + shown + " AS value FROM " + table.qualifiedName()
                + " WHERE received_at > now() - interval '1 day' ORDER BY received_at DESC LIMIT " + ROWS_LOOKED_AT
                + ") newest WHERE starts_with(lower(value), ?) GROUP BY value ORDER BY 2 DESC, 1 LIMIT " + MOST_VALUES;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, typed.toLowerCase(Locale.ROOT));
            statement.setQueryTimeout(2);
            try (ResultSet rows = statement.executeQuery()) {
                List<List<@Nullable Object>> values = new ArrayList<>();
                List<String> details = new ArrayList<>();
                while (rows.next()) {
                    values.add(List.of(value(column, rows.getString(1))));
                    details.add(column.name() + ", " + rows.getLong(2) + " of the newest flows");
                }
                Names names = Names.read(connection, List.of(column.name()), values);
                for (int i = 0; i < values.size(); i++) {
                    String value = String.valueOf(values.get(i).get(0));
                    String named = names.of(values.get(i), 0);
                    boolean quotes = column.type() == ColumnType.TEXT && !value.matches("[A-Za-z0-9_.:-]+");
                    items.addObject()
                            .put("text", quotes ? '"' + value.replace("\"", "") + '"' : value)
                            .put("detail", (named == null ? "" : named + ", ") + details.get(i));
                }
            }
            return true;
        } catch (SQLException e) {
            if (CANCELLED.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static Object value(Column column, String text) {
        return switch (column.type()) {
            case BIGINT, INTEGER, SMALLINT -> Long.valueOf(text);
            default -> text;
        };
    }

    /** Adds names that begin as typed. */
    private static void names(Connection connection, List<String> columns, String typed, ArrayNode items)
            throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        for (String column : columns) {
            found.addAll(Names.beginning(connection, column, typed, MOST_VALUES));
        }
        found.stream()
                .filter(name -> !name.contains("\"") && !name.contains("\\"))
                .limit(MOST_VALUES)
                .forEach(name -> items.addObject().put("text", '"' + name + '"').put("detail", "name"));
    }
}
