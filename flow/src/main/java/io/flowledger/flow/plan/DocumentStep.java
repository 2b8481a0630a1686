package io.flowledger.flow.plan;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.registry.AbstractDataType;
import io.flowledger.wire.registry.InformationElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of several fields of a record, each under its element's name; an element that a template has more than once
 * gives an array of its values in order.
 */
final class DocumentStep {
    /** jsonb in binary COPY: a version octet, then JSON text. */
    private static final int JSONB_VERSION = 1;

    private final byte[][] keys;
    private final int[][] fields;
    private final InformationElement[] elements;
    private final int constantRoom;
    private final @Nullable ListWriter lists;
    private final @Nullable PacketSection section;
    private final JsonObject members = new JsonObject();

    /**
     * A document of {@code fieldElements}, by field index; insertion order is kept.
     *
     * @param listWriter writes those that are lists; null: their octets in hexadecimal
     * @param packet what the record carries and adds to the document, or null
     */
    DocumentStep(
            Map<Integer, InformationElement> fieldElements,
            @Nullable ListWriter listWriter,
            @Nullable PacketSection packet) {
        Map<String, List<Integer>> byName = new LinkedHashMap<>();
        fieldElements.forEach((field, element) -> byName.computeIfAbsent(element.name(), name -> new ArrayList<>())
                .add(field));
        keys = new byte[byName.size()][];
        fields = new int[byName.size()][];
        elements = new InformationElement[byName.size()];
        int room = packet == null ? 16 : 16 + HeaderDocument.OCTETS;
        int i = 0;
        for (Map.Entry<String, List<Integer>> named : byName.entrySet()) {
            keys[i] = key(i == 0 ? '{' : ',', named.getKey());
            fields[i] = named.getValue().stream().mapToInt(Integer::intValue).toArray();
            elements[i] = fieldElements.get(fields[i][0]);
            room += keys[i].length + fields[i].length * JsonText.SCALAR_OCTETS + 4;
            i++;
        }
        constantRoom = room;
        boolean anyList = fieldElements.values().stream().anyMatch(element -> ListWriter.isList(element.type()));
        lists = anyList ? listWriter : null;
        section = packet;
    }

    int memberCount() {
        return keys.length;
    }

    /** The member's key, behind a brace for the first and a comma for others, with a colon after it. */
    byte[] key(int member) {
        return keys[member];
    }

    /** Indexes of the fields that give the member. */
    int[] fields(int member) {
        return fields[member];
    }

    AbstractDataType type(int member) {
        return elements[member].type();
    }

    /** Whether {@link #prepare} must come before {@link #append}. */
    boolean hasLists() {
        return lists != null;
    }

    /** Writes the lists of a record aside; returns the octets that they need beside {@link #constantRoom}. */
    int prepare(byte[] in, int[] offsets, int[] lengths, MessageContext message) {
        ListWriter writer = lists;
        if (writer == null) {
            return 0;
        }
        writer.begin(message);
        for (int i = 0; i < keys.length; i++) {
            if (ListWriter.isList(elements[i].type())) {
                for (int field : fields[i]) {
                    writer.add(elements[i].type(), in, offsets[field], lengths[field]);
                }
            }
        }
        return writer.octets();
    }

    /** A brace for the first key, a comma for the others, the quoted name, a colon; names may come from files and exporters. */
    private static byte[] key(char before, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[4 + JsonText.STRING_FACTOR * utf8.length];
        key[0] = (byte) before;
        int end = JsonText.string(key, 1, utf8, 0, utf8.length);
        key[end++] = ':';
        return Arrays.copyOf(key, end);
    }

    /** Octets written at the most, beside {@link JsonText#STRING_FACTOR} for each octet of the fields. */
    int constantRoom() {
        return constantRoom;
    }

    /** Appends a jsonb value with its length word; NULL when a packet that could have added to it did not and there is no field. */
    int append(byte[] in, int[] offsets, int[] lengths, byte[] out, int at) {
        int o = at + 4;
        Octets.putU8(out, o++, JSONB_VERSION);
        o = appendText(in, offsets, lengths, out, o);
        if (keys.length == 0 && members.isEmpty()) {
            return TailStep.putLength(out, at, -1);
        }
        Octets.putU32(out, at, o - at - 4);
        return o;
    }

    /** Appends the JSON text alone. */
    int appendText(byte[] in, int[] offsets, int[] lengths, byte[] out, int at) {
        int o = at;
        for (int i = 0; i < keys.length; i++) {
            o = JsonText.copy(out, o, keys[i]);
            int[] occurrences = fields[i];
            if (occurrences.length > 1) {
                out[o++] = '[';
            }
            for (int n = 0; n < occurrences.length; n++) {
                if (n > 0) {
                    out[o++] = ',';
                }
                int field = occurrences[n];
                o = lists != null && ListWriter.isList(elements[i].type())
                        ? lists.copy(out, o)
                        : ElementJson.append(elements[i].type(), in, offsets[field], lengths[field], out, o);
            }
            if (occurrences.length > 1) {
                out[o++] = ']';
            }
        }
        if (keys.length == 0) {
            out[o++] = '{';
        }
        members.resume(out, o, keys.length == 0);
        if (section != null) {
            section.describe(members, in);
        }
        return members.end();
    }
}
