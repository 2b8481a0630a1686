package io.flowledger.store.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter's text into tokens. */
final class Tokenizer {
    private static final List<String> SIGNS =
            List.of("&&", "||", "<=", ">=", "==", "!=", "<>", "(", ")", "[", "]", ",", "<", ">", "=", "!");

    private Tokenizer() {}

    /** The tokens of {@code text}, the last of kind END. */
    static List<Token> tokens(String text) throws FilterException {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            Token token = c == '"' || c == '\'' ? quoted(text, at) : signOrWord(text, at);
            tokens.add(token);
            at = token.end();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length(), 0));
        return tokens;
    }

    private static Token signOrWord(String text, int start) {
        String sign = signAt(text, start);
        if (!sign.isEmpty()) {
            return new Token(Token.Kind.SIGN, sign, start, sign.length());
        }
        int end = start;
        while (end < text.length() && !isEndOfWord(text, end)) {
            end++;
        }
        return new Token(Token.Kind.WORD, text.substring(start, end), start, end - start);
    }

    private static boolean isEndOfWord(String text, int at) {
        char c = text.charAt(at);
        return Character.isWhitespace(c)
                || c == '"'
                || c == '\''
                || !signAt(text, at).isEmpty();
    }

    private static String signAt(String text, int at) {
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                return sign;
            }
        }
        return "";
    }

    private static Token quoted(String text, int start) throws FilterException {
        char quote = text.charAt(start);
        StringBuilder value = new StringBuilder();
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                return new Token(Token.Kind.QUOTED, value.toString(), start, at + 1 - start);
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            value.append(c);
        }
        throw new FilterException(
                "the quote that begins here does not end",
                start,
                text.length() - start,
                List.of(String.valueOf(quote)));
    }
}
