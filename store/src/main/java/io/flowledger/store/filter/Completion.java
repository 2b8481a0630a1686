package io.flowledger.store.filter;

import java.util.List;
import java.util.Locale;

/**
 * What could stand at a place of a filter that is being typed.
 *
 * @param from where the word at the place begins, in UTF-16 units
 * @param to where it ends: the place itself
 * @param words words of the language that fit, those that begin as typed
 * @param columns columns of layout flows whose values fit there
 */
public record Completion(int from, int to, List<String> words, List<String> columns) {
    public Completion {
        words = List.copyOf(words);
        columns = List.copyOf(columns);
    }

    /** Completes the word that ends at {@code cursor}, which is moved into the text when it is outside. */
    public static Completion at(String text, int cursor) {
        int to = Math.max(0, Math.min(cursor, text.length()));
        int from = to;
        while (from > 0 && isOfWord(text.charAt(from - 1))) {
            from--;
        }
        String typed = text.substring(from, to).toLowerCase(Locale.ROOT);
        String before = text.substring(0, from);
        try {
            Filter.parse(before);
            List<String> words = new java.util.ArrayList<>();
            if (!before.isBlank()) {
                words.addAll(List.of("and", "or"));
            }
            words.addAll(FilterParser.beginnings());
            return new Completion(from, to, fitting(words, typed), List.of());
        } catch (FilterException e) {
            boolean missing = e.length() == 0 && e.position() == before.length();
            return missing
                    ? new Completion(from, to, fitting(e.expected(), typed), e.columns())
                    : new Completion(from, to, List.of(), List.of());
        }
    }

    private static boolean isOfWord(char c) {
        return !Character.isWhitespace(c) && "()[],<>=!&|\"'".indexOf(c) < 0;
    }

    private static List<String> fitting(List<String> words, String typed) {
        return words.stream()
                .filter(word -> word.startsWith(typed) && !word.startsWith("<"))
                .toList();
    }
}
