package io.flowledger.store.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes operands of tokens, as the word before them asks for. */
final class ValueReader {
    private static final int LONGEST_NUMBER = 30;
    private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kmgt]i?)?");
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|min|h|d)?");
    private static final Pattern MAC =
            Pattern.compile("[0-9a-f]{2}([:-][0-9a-f]{2}){5}|[0-9a-f]{4}(\\.[0-9a-f]{4}){2}");

    private ValueReader() {}

    /**
     * The operand that a token is.
     *
     * @throws FilterException when it is none, with the token's place
     */
    static Operand read(Word word, Token token) throws FilterException {
        ValueKind kind = word.kind();
        Operand operand = null;
        if (token.kind() == Token.Kind.QUOTED) {
            operand = kind == ValueKind.TEXT ? new Operand.Text(token.text()) : read(word, token.text());
        } else if (token.kind() == Token.Kind.WORD && token.keyword().equals(Operand.Unknown.WORD)) {
            operand = new Operand.Unknown();
        } else if (token.kind() == Token.Kind.WORD && !Reserved.isReserved(token.text())) {
            operand = read(word, token.text());
        }
        if (operand == null && isName(word, token)) {
            operand = new Operand.Name(token.text());
        }
        if (operand == null) {
            throw expected(word, token);
        }
        if (largest(operand) > word.most()) {
            throw new FilterException(
                    token.text() + " is too large for " + word.name() + ", which is at most " + word.most(),
                    token.position(),
                    token.length(),
                    List.of(kind.placeholder()));
        }
        return operand;
    }

    /** In quotes anything else is a name; without, what begins with a letter and begins no condition. */
    private static boolean isName(Word word, Token token) {
        boolean bare = token.kind() == Token.Kind.WORD
                && token.text().matches("[A-Za-z].*")
                && !Reserved.isReserved(token.text())
                && !FilterParser.isBeginning(token.keyword());
        boolean quoted = token.kind() == Token.Kind.QUOTED && !token.text().isBlank();
        return Naming.isOfNumbers(word) && (bare || quoted);
    }

    /** The operand that a token is without a word before it: a value that nothing else could be; null when it is none. */
    static @Nullable Operand alternative(Word word, Token token) throws FilterException {
        if (token.kind() == Token.Kind.SIGN
                || token.kind() == Token.Kind.END
                || FilterParser.isBeginning(token.keyword())) {
            return null;
        }
        boolean isText = word.kind() == ValueKind.TEXT;
        boolean isValue = token.kind() == Token.Kind.QUOTED
                ? isText || isName(word, token) || read(word, token.text()) != null
                : token.keyword().equals(Operand.Unknown.WORD) || (!isText && read(word, token.text()) != null);
        return isValue ? read(word, token) : null;
    }

    static FilterException expected(Word word, Token token) {
        String found = token.kind() == Token.Kind.END ? "the end" : "\"" + token.text() + "\"";
        return new FilterException(
                "expected " + word.kind().description() + (Naming.isOfNumbers(word) ? ", or its name," : "") + " after "
                        + word.name() + ", not " + found,
                token.position(),
                token.length(),
                values(word),
                word.columns());
    }

    /** What can stand behind a word. */
    private static List<String> values(Word word) {
        List<String> values = new ArrayList<>(List.of(word.kind().placeholder(), Operand.Unknown.WORD));
        if (Naming.isOfNumbers(word)) {
            values.add("<name>");
        }
        switch (word.kind()) {
            case PROTOCOL -> KnownNames.protocolNames().forEach(values::add);
            case DIRECTION -> values.addAll(List.of("ingress", "egress"));
            case VERSION -> values.addAll(List.of("1", "5", "7", "9", "ipfix", "sflow"));
            default -> {}
        }
        return values;
    }

    private static long largest(Operand operand) {
        if (operand instanceof Operand.Whole number) {
            return number.value();
        }
        return operand instanceof Operand.Range range ? range.last() : 0;
    }

    private static @Nullable Operand read(Word word, String text) {
        return switch (word.kind()) {
            case NUMBER -> numbers(text, ValueReader::number);
            case DURATION -> numbers(text, ValueReader::millis);
            case PORT -> {
                Integer port = KnownNames.servicePort(text);
                yield port != null ? new Operand.Whole(port) : numbers(text, ValueReader::number);
            }
            case PROTOCOL -> {
                Integer protocol = KnownNames.protocolNumber(text);
                yield protocol != null ? new Operand.Whole(protocol) : one(number(text));
            }
            case DIRECTION -> named(text, "ingress", 0, "egress", 1);
            case VERSION -> named(text, "ipfix", 10, "sflow", 105);
            case ADDRESS -> {
                Prefix prefix = Prefix.parse(text);
                yield prefix == null ? null : new Operand.Address(prefix);
            }
            case MAC -> mac(text.toLowerCase(Locale.ROOT));
            case FLAGS -> {
                int bits = TcpFlags.bits(text);
                yield bits < 0 ? null : new Operand.Flags(bits);
            }
            case TEXT -> new Operand.Text(text);
        };
    }

    private interface NumberReader {
        @Nullable
        Long read(String text);
    }

    private static @Nullable Operand numbers(String text, NumberReader reader) {
        int dash = text.indexOf('-');
        if (dash <= 0) {
            return one(reader.read(text));
        }
        Long first = reader.read(text.substring(0, dash));
        Long last = reader.read(text.substring(dash + 1));
        return first == null || last == null || first > last ? null : new Operand.Range(first, last);
    }

    private static @Nullable Operand one(@Nullable Long value) {
        return value == null ? null : new Operand.Whole(value);
    }

    private static @Nullable Operand named(String text, String first, long one, String second, long other) {
        if (text.equalsIgnoreCase(first)) {
            return new Operand.Whole(one);
        }
        return text.equalsIgnoreCase(second) ? new Operand.Whole(other) : one(number(text));
    }

    private static @Nullable Long number(String text) {
        Matcher parts = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > LONGEST_NUMBER || !parts.matches()) {
            return null;
        }
        String unit = parts.group(2) == null ? "" : parts.group(2);
        long base = unit.endsWith("i") ? 1024 : 1000;
        long factor = 1;
        for (int i = "kmgt".indexOf(unit.isEmpty() ? ' ' : unit.charAt(0)); i >= 0; i--) {
            factor *= base;
        }
        return exact(parts.group(1), factor);
    }

    private static @Nullable Long millis(String text) {
        Matcher parts = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > LONGEST_NUMBER || !parts.matches()) {
            return null;
        }
        long factor = switch (parts.group(2) == null ? "ms" : parts.group(2)) {
            case "s" -> 1000L;
            case "m", "min" -> 60_000L;
            case "h" -> 3_600_000L;
            case "d" -> 86_400_000L;
            default -> 1L;
        };
        return exact(parts.group(1), factor);
    }

    /** Null when the product is no whole number or too large. */
    private static @Nullable Long exact(String number, long factor) {
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(factor)).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Operand mac(String text) {
        if (!MAC.matcher(text).matches()) {
            return null;
        }
        String digits = text.replaceAll("[^0-9a-f]", "");
        return new Operand.Mac(digits.replaceAll("(..)(?!$)", "$1:"));
    }
}
