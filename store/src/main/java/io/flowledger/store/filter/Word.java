package io.flowledger.store.filter;

import java.util.List;

/**
 * Something that a filter can compare: one column, several of which one has to fit, or a quantity made of columns.
 *
 * @param name its canonical spelling
 * @param columns columns of layout flows that it reads
 * @param quantity how its value follows from them
 * @param kind what can stand behind it
 * @param most the largest number that makes sense, unsigned only up to 2^63-1
 * @param doc a phrase for the reference page
 */
record Word(String name, List<String> columns, Quantity quantity, ValueKind kind, long most, String doc) {
    Word {
        columns = List.copyOf(columns);
    }
}
