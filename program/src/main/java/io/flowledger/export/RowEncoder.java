package io.flowledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.Context;
import io.flowledger.flow.layout.Layout;
import io.flowledger.flow.layout.Source;
import io.flowledger.flow.layout.Transform;
import io.flowledger.wire.registry.AbstractDataType;
import io.flowledger.wire.registry.ElementRegistry;
import io.flowledger.wire.registry.InformationElement;
import io.flowledger.wire.registry.Semantics;
import io.flowledger.wire.registry.Units;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of flows to the fields of a Data Record: each column as the first of its elements that can hold the value,
 * the members of {@code extra} as the elements that they are named after, the exporter as 130 or 131. One thread.
 */
final class RowEncoder {
    private static final int EXPORTER_IPV4 = 130;
    private static final int EXPORTER_IPV6 = 131;
    private static final Pattern UNKNOWN = Pattern.compile("e(\\d{1,10})id(\\d{1,5})");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendOffset("+HH:mm", "+00")
            .optionalEnd()
            .toFormatter(Locale.ROOT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Layout layout;
    private final ElementRegistry registry;
    private long leftOut;

    RowEncoder(Layout layout, ElementRegistry registry) {
        this.layout = layout;
        this.registry = registry;
    }

    /** Values that no element could hold, since the beginning. */
    long leftOut() {
        return leftOut;
    }

    /** The fields of a row whose values stand in the order of the layout's columns. */
    List<FieldValue> fields(List<@Nullable Object> row) throws IOException {
        List<FieldValue> fields = new ArrayList<>();
        for (int i = 0; i < layout.columns().size(); i++) {
            Column column = layout.columns().get(i);
            Object value = row.get(i);
            if (value != null) {
                add(fields, column, value);
            }
        }
        return fields;
    }

    private void add(List<FieldValue> fields, Column column, Object value) throws IOException {
        if (column.extra()) {
            document(fields, value.toString());
            return;
        }
        if (column.context() == Context.EXPORTER) {
            byte[] octets = AddressOctets.of(value.toString(), false);
            fields.add(ValueEncoder.address(
                    registry.element(0, octets.length == 4 ? EXPORTER_IPV4 : EXPORTER_IPV6), octets));
            return;
        }
        if (column.sources().isEmpty()) {
            // The Message's own: receive time, domain, version.
            return;
        }
        switch (column.type()) {
            case INTEGER_ARRAY -> labels(fields, column, value.toString());
            default -> {
                FieldValue field = field(column, value);
                if (field == null) {
                    leftOut++;
                } else {
                    fields.add(field);
                }
            }
        }
    }

    private @Nullable FieldValue field(Column column, Object value) {
        String text = value.toString();
        return switch (column.type()) {
            case TIMESTAMPTZ, TIMESTAMP -> {
                Instant time = time(text);
                boolean whole = time.equals(time.truncatedTo(ChronoUnit.MILLIS));
                InformationElement millis = element(column, Transform.MILLISECONDS);
                InformationElement ntp = element(column, Transform.NTP);
                if (millis != null && (whole || ntp == null)) {
                    yield ValueEncoder.unsigned(millis, time.toEpochMilli());
                }
                yield ntp == null ? null : ValueEncoder.ntp(ntp, time);
            }
            case INET -> {
                byte[] octets = AddressOctets.of(text, false);
                InformationElement element =
                        element(column, octets.length == 4 ? Transform.IPV4_ADDRESS : Transform.IPV6_ADDRESS);
                yield element == null ? null : ValueEncoder.address(element, octets);
            }
            case MACADDR -> {
                InformationElement element = element(column, Transform.MAC_ADDRESS);
                yield element == null
                        ? null
                        : ValueEncoder.fixed(element, HexFormat.ofDelimiter(":").parseHex(text));
            }
            case TEXT -> {
                InformationElement element = element(column, Transform.TEXT);
                yield element == null ? null : ValueEncoder.text(element, text);
            }
            default -> {
                InformationElement element = element(column, Transform.UNSIGNED);
                element = element == null ? element(column, Transform.TCP_FLAGS) : element;
                yield element == null ? null : ValueEncoder.unsigned(element, Long.parseLong(text));
            }
        };
    }

    private @Nullable InformationElement element(Column column, Transform transform) {
        for (Source source : column.sources()) {
            if (source.transform() == transform) {
                return registry.element(source.enterpriseNumber(), source.elementId());
            }
        }
        return null;
    }

    /** The label in the upper 20 of 24 bits, the last with the bit that says so. */
    private void labels(List<FieldValue> fields, Column column, String array) {
        String[] labels = array.replaceAll("[{}\\[\\] ]", "").split(",", -1);
        for (int i = 0; i < labels.length && i < column.sources().size(); i++) {
            int bits = Integer.parseInt(labels[i]) << 4 | (i == labels.length - 1 ? 1 : 0);
            Source source = column.sources().get(i);
            fields.add(ValueEncoder.fixed(
                    registry.element(source.enterpriseNumber(), source.elementId()),
                    new byte[] {(byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits}));
        }
    }

    private void document(List<FieldValue> fields, String text) throws IOException {
        for (Map.Entry<String, JsonNode> member : JSON.readTree(text).properties()) {
            if (member.getValue().isArray()) {
                member.getValue().forEach(value -> member(fields, member.getKey(), value));
            } else {
                member(fields, member.getKey(), member.getValue());
            }
        }
    }

    private void member(List<FieldValue> fields, String name, JsonNode value) {
        InformationElement element = named(name);
        FieldValue field = element == null || !value.isValueNode() || value.isNull()
                ? null
                : ValueEncoder.ofDocument(element, value.asText());
        if (field == null) {
            leftOut++;
        } else {
            fields.add(field);
        }
    }

    /** The element of a member's name; the names of unknown ones are made of their numbers. */
    private @Nullable InformationElement named(String name) {
        InformationElement element = registry.byName(name);
        Matcher unknown = UNKNOWN.matcher(name);
        if (element != null || !unknown.matches()) {
            return element;
        }
        long enterprise = Long.parseLong(unknown.group(1));
        int id = Integer.parseInt(unknown.group(2));
        return enterprise > 0xFFFF_FFFFL || id > 0x7FFF
                ? null
                : new InformationElement(
                        enterprise, id, name, AbstractDataType.OCTET_ARRAY, Semantics.DEFAULT, Units.NONE);
    }

    /** A time as PostgreSQL writes it, UTC when it has no offset. */
    static Instant time(String text) {
        return TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from) instanceof OffsetDateTime with
                ? with.toInstant()
                : LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    }
}
