package io.flowledger.store.filter;

import java.util.Locale;
import java.util.Set;

/** Words with a meaning of their own: a text that is one of them needs quotes. */
final class Reserved {
    private static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "any", "eq", "ne", "lt", "le", "gt", "ge", Operand.Unknown.WORD);

    private Reserved() {}

    static boolean isReserved(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT));
    }
}
