package io.flowledger.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Values of the database as JSON has them. */
final class Values {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Values() {}

    /** Text that is JSON. */
    static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A time as PostgreSQL writes it in UTC, after RFC 3339. */
    static String time(String text) {
        return text.replace(' ', 'T').replaceFirst("\\+00(:00)?$", "") + "Z";
    }

    /** A time of a row after RFC 3339, or null. */
    static @Nullable String time(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant().toString();
    }

    /** A number of a row, or null. */
    static @Nullable Long number(ResultSet rows, String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : value;
    }
}
