package io.flowledger.store.filter;

import java.util.List;

/** A filter that cannot be read: where it goes wrong and what could stand there. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final int length;
    private final transient List<String> expected;
    private final transient List<String> columns;

    FilterException(String message, int position, int length, List<String> expected) {
        this(message, position, length, expected, List.of());
    }

    FilterException(String message, int position, int length, List<String> expected, List<String> columns) {
        super(message);
        this.position = position;
        this.length = length;
        this.expected = List.copyOf(expected);
        this.columns = List.copyOf(columns);
    }

    /** Offset in the text, in UTF-16 units from 0, of what is wrong; the text's length when something is missing at its end. */
    public int position() {
        return position;
    }

    /** Length of what is wrong, in UTF-16 units; 0 when something is missing. */
    public int length() {
        return length;
    }

    /** What could stand there: words, or a value's description in angle brackets such as {@code <address>}. */
    public List<String> expected() {
        return expected == null ? List.of() : expected;
    }

    /** Columns of layout flows whose values could stand there. */
    List<String> columns() {
        return columns == null ? List.of() : columns;
    }
}
