package io.flowledger.store.filter;

import java.util.Locale;

/**
 * A piece of a filter's text.
 *
 * @param kind what it is
 * @param text as written, without quotes and their escapes
 * @param position offset in the filter's text
 * @param length length in the filter's text
 */
record Token(Kind kind, String text, int position, int length) {
    enum Kind {
        /** A keyword or a value. */
        WORD,
        /** A value in quotes. */
        QUOTED,
        /** A parenthesis, bracket, comma, operator or sign for and, or, not. */
        SIGN,
        END
    }

    /** In lower case when it may be a keyword, else nothing that a keyword could be. */
    String keyword() {
        return kind == Kind.QUOTED || kind == Kind.END ? "" : text.toLowerCase(Locale.ROOT);
    }

    int end() {
        return position + length;
    }
}
