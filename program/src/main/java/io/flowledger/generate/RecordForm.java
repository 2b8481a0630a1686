package io.flowledger.generate;

import io.flowledger.wire.cursor.Octets;
import java.util.List;

/**
 * How an exporter lays out its Data Records: the fields of a template in order, or those that NetFlow v5 prescribes. Writes
 * many records at once, field by field.
 *
 * <p>Immutable but for scratch space: one thread.
 */
final class RecordForm {
    /** A field's length when each record tells it (RFC 7011 section 7); NetFlow v9 knows no such fields. */
    static final int VARIABLE_LENGTH = 65_535;

    private static final int LONGEST_TEXT = longestText();

    private final int templateId;
    private final FormField[] fields;
    private final int fixedLength;
    private final int[] at = new int[FlowBlock.CAPACITY];
    private final boolean variable;

    /**
     * One field.
     *
     * @param elementId Information Element or NetFlow v9 field type
     * @param length octets 1 to 4, 8, or 16 for an address in two columns, or {@link #VARIABLE_LENGTH}
     * @param value what it holds; of an address in two columns the first
     */
    record FormField(int elementId, int length, FlowValue value) {}

    RecordForm(int templateId, List<FormField> fields) {
        this.templateId = templateId;
        this.fields = fields.toArray(new FormField[0]);
        this.variable = fields.stream().anyMatch(field -> field.length() == VARIABLE_LENGTH);
        this.fixedLength = fields.stream()
                .mapToInt(field -> field.length() == VARIABLE_LENGTH ? 1 : field.length())
                .sum();
    }

    private static int longestText() {
        int longest = 0;
        for (byte[] text : FlowBlock.TEXTS) {
            longest = Math.max(longest, text.length);
        }
        return longest;
    }

    /** Identifies the template; the Set ID of its records. */
    int templateId() {
        return templateId;
    }

    /** Octets of a record at the most. */
    int recordRoom() {
        return fixedLength + (variable ? LONGEST_TEXT : 0);
    }

    /** Octets of the Template Record. */
    int templateLength() {
        return 4 + 4 * fields.length;
    }

    /** Writes the Template Record (RFC 7011 section 3.4.1, RFC 3954 section 5.2); returns the offset after it. */
    int putTemplate(byte[] out, int offset) {
        Octets.putU16(out, offset, templateId);
        Octets.putU16(out, offset + 2, fields.length);
        int end = offset + 4;
        for (FormField field : fields) {
            Octets.putU16(out, end, field.elementId());
            Octets.putU16(out, end + 2, field.length());
            end += 4;
        }
        return end;
    }

    /** Writes the flows [{@code from}, {@code to}) of {@code block}; returns the offset after them. */
    int put(FlowBlock block, int from, int to, byte[] out, int offset) {
        int count = to - from;
        int end = place(block, from, count, offset);
        for (FormField field : fields) {
            long[] column = block.column(field.value());
            switch (field.length()) {
                case 1 -> {
                    for (int i = 0; i < count; i++) {
                        Octets.putU8(out, at[i]++, (int) column[from + i]);
                    }
                }
                case 2 -> {
                    for (int i = 0; i < count; i++) {
                        Octets.putU16(out, at[i], (int) column[from + i]);
                        at[i] += 2;
                    }
                }
                case 3 -> {
                    for (int i = 0; i < count; i++) {
                        Octets.putU8(out, at[i], (int) (column[from + i] >>> 16));
                        Octets.putU16(out, at[i] + 1, (int) column[from + i]);
                        at[i] += 3;
                    }
                }
                case 4 -> {
                    for (int i = 0; i < count; i++) {
                        Octets.putU32(out, at[i], column[from + i]);
                        at[i] += 4;
                    }
                }
                case 8 -> {
                    for (int i = 0; i < count; i++) {
                        Octets.putU64(out, at[i], column[from + i]);
                        at[i] += 8;
                    }
                }
                case 16 -> putAddresses(block, field.value(), from, count, out);
                case VARIABLE_LENGTH -> putTexts(column, from, count, out);
                default -> throw new IllegalStateException("a field of " + field.length() + " octets");
            }
        }
        return end;
    }

    /** Notes where each record begins; returns the offset after the last. */
    private int place(FlowBlock block, int from, int count, int offset) {
        int end = offset;
        long[] texts = block.column(FlowValue.APPLICATION);
        for (int i = 0; i < count; i++) {
            at[i] = end;
            end += fixedLength;
            if (variable) {
                end += FlowBlock.TEXTS[(int) texts[from + i]].length;
            }
        }
        return end;
    }

    private void putAddresses(FlowBlock block, FlowValue high, int from, int count, byte[] out) {
        long[] first = block.column(high);
        long[] second = block.column(FlowBlock.lowOf(high));
        for (int i = 0; i < count; i++) {
            Octets.putU64(out, at[i], first[from + i]);
            Octets.putU64(out, at[i] + 8, second[from + i]);
            at[i] += 16;
        }
    }

    private void putTexts(long[] column, int from, int count, byte[] out) {
        for (int i = 0; i < count; i++) {
            byte[] text = FlowBlock.TEXTS[(int) column[from + i]];
            Octets.putU8(out, at[i], text.length);
            System.arraycopy(text, 0, out, at[i] + 1, text.length);
            at[i] += 1 + text.length;
        }
    }
}
