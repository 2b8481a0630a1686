package io.flowledger.store.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a filter by recursive descent; the grammar is in docs/reference/filter.md. */
final class FilterParser {
    /** The longest text, in UTF-16 units. */
    static final int LONGEST_TEXT = 20_000;

    /** Terms and values together; each becomes up to a few parameters, of which PostgreSQL takes 65,535 a statement. */
    static final int MOST_VALUES = 5_000;

    /** Parentheses and negations within each other. */
    static final int DEEPEST = 100;

    private static final Map<String, Long> FAMILIES =
            Map.of("inet", 4L, "ipv4", 4L, "ip4", 4L, "inet6", 6L, "ipv6", 6L, "ip6", 6L);

    private static final Map<String, Operator> OPERATOR_WORDS = Map.of(
            "eq", Operator.EQUAL,
            "ne", Operator.NOT_EQUAL,
            "lt", Operator.LESS,
            "le", Operator.AT_MOST,
            "gt", Operator.GREATER,
            "ge", Operator.AT_LEAST);

    private static final List<String> BEGINNINGS = allBeginnings();
    private static final Set<String> BEGINNING_SET = Set.copyOf(BEGINNINGS);

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int values;

    private FilterParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Expression parse(String text) throws FilterException {
        if (text.length() > LONGEST_TEXT) {
            throw new FilterException(
                    "a filter has at most " + LONGEST_TEXT + " characters",
                    LONGEST_TEXT,
                    text.length() - LONGEST_TEXT,
                    List.of());
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new FilterException("no value holds the character NUL", nul, 1, List.of());
        }
        FilterParser parser = new FilterParser(Tokenizer.tokens(text));
        if (parser.peek().kind() == Token.Kind.END) {
            return new Expression.Everything();
        }
        Expression expression = parser.or();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.failed("unexpected \"" + parser.peek().text() + "\"", parser.peek(), List.of("and", "or"));
        }
        return expression;
    }

    private Expression or() throws FilterException {
        List<Expression> parts = new ArrayList<>(List.of(and()));
        while (accept("or", "||")) {
            parts.add(and());
        }
        return Expression.or(parts);
    }

    private Expression and() throws FilterException {
        List<Expression> parts = new ArrayList<>(List.of(not()));
        while (accept("and", "&&") || !endsConjunction(peek())) {
            parts.add(not());
        }
        return Expression.and(parts);
    }

    private static boolean endsConjunction(Token token) {
        return token.kind() == Token.Kind.END
                || switch (token.keyword()) {
                    case ")", "or", "||" -> true;
                    default -> false;
                };
    }

    private Expression not() throws FilterException {
        return not(false);
    }

    /** {@code negated}: directly behind a not. */
    private Expression not(boolean negated) throws FilterException {
        Token token = peek();
        if (!accept("not", "!", "(")) {
            return term(negated);
        }
        if (++depth > DEEPEST) {
            throw failed("parentheses and negations go at most " + DEEPEST + " deep", token, List.of());
        }
        Expression expression = token.keyword().equals("(") ? or() : new Expression.Not(not(true));
        if (token.keyword().equals("(") && !accept(")")) {
            throw failed("expected ) for the ( at position " + token.position(), peek(), List.of(")", "and", "or"));
        }
        depth--;
        return expression;
    }

    private Expression term(boolean negated) throws FilterException {
        Token token = peek();
        if (token.keyword().equals(",")) {
            throw failed("several values stand in brackets, for example port in [80, 443]", token, List.of());
        }
        if (token.kind() != Token.Kind.WORD) {
            throw failed("expected a condition such as host 192.0.2.1 or port 443", token, beginnings());
        }
        String keyword = token.keyword();
        if (keyword.equals("any")) {
            next();
            count(token);
            return new Expression.Everything();
        }
        Long family = FAMILIES.get(keyword);
        if (family != null) {
            return bare("family", family);
        }
        Word word = word();
        if (word == null) {
            Integer protocol = KnownNames.protocolNumber(keyword);
            if (protocol != null) {
                return bare("protocol", protocol);
            }
            throw unknown(token);
        }
        return comparison(word, negated);
    }

    private Expression bare(String name, long value) throws FilterException {
        count(next());
        Word word = Words.find(name);
        if (word == null) {
            throw new IllegalStateException("no word " + name);
        }
        return new Expression.Term(word, Operator.EQUAL, List.of(new Operand.Whole(value)));
    }

    /** The longest spelling that begins here, taken; null when there is none. */
    private @Nullable Word word() {
        Word longest = null;
        int length = 0;
        StringBuilder spelling = new StringBuilder();
        for (int i = 0; i < Words.LONGEST && at + i < tokens.size(); i++) {
            Token token = tokens.get(at + i);
            if (token.kind() != Token.Kind.WORD) {
                break;
            }
            spelling.append(i > 0 ? " " : "").append(token.keyword());
            Word word = Words.find(spelling.toString());
            if (word != null) {
                longest = word;
                length = i + 1;
            }
        }
        at += length;
        return longest;
    }

    private FilterException unknown(Token token) {
        String spelling = token.keyword();
        if (Words.isBeginning(spelling)) {
            Token following = tokens.get(at + 1);
            return failed(
                    "expected " + String.join(", ", Words.following(spelling)) + " after " + spelling,
                    following,
                    Words.following(spelling));
        }
        if (Prefix.parse(token.text()) != null) {
            return failed(
                    "\"" + token.text() + "\" needs a word before it, for example host " + token.text(),
                    token,
                    List.of("host", "src host", "dst host"));
        }
        if (spelling.equals("less") || spelling.equals("greater")) {
            String sign = spelling.equals("less") ? "<=" : ">=";
            return failed(
                    spelling + " is of packets: a flow has octets " + sign + " …, and bpp " + sign
                            + " … octets a packet",
                    token,
                    List.of("octets", "bpp"));
        }
        if (Character.isDigit(spelling.charAt(0))) {
            return failed(
                    "\"" + token.text() + "\" needs a word before it, for example port 443; several values stand in"
                            + " brackets: port in [80, 443]",
                    token,
                    beginnings());
        }
        return failed("unknown word \"" + token.text() + "\"" + nearest(spelling), token, beginnings());
    }

    private static String nearest(String spelling) {
        String best = Spelling.nearest(spelling, beginnings());
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    private Expression comparison(Word word, boolean negated) throws FilterException {
        Token before = tokens.get(at - 1);
        if (peek().keyword().equals("in") && tokens.get(at + 1).keyword().equals("[")) {
            next();
            next();
            return list(word);
        }
        Token sign = peek();
        Operator operator = operator();
        if (operator != null && operator.isOrder() && !word.kind().isNumber()) {
            throw failed(
                    word.name() + " has no order: = and != are what it can be asked for", sign, List.of("=", "!="));
        }
        if (operator == null
                && (before.keyword().equals("src") || before.keyword().equals("dst"))) {
            return afterDirection(word, before, negated);
        }
        Operand first = value(word, operator);
        return alternatives(word, operator == null ? Operator.EQUAL : operator, first, negated);
    }

    /** {@code port 80 or 443}, as tcpdump has it, is {@code port in [80, 443]}. */
    private Expression alternatives(Word word, Operator operator, Operand first, boolean negated)
            throws FilterException {
        List<Operand> operands = new ArrayList<>(List.of(first));
        while (peek().keyword().equals("or") || peek().keyword().equals("||")) {
            Token following = tokens.get(at + 1);
            Operand more = ValueReader.alternative(word, following);
            if (more == null) {
                break;
            }
            if (negated || operator != Operator.EQUAL) {
                throw failed(
                        "what is negated or compared here? Several values stand in brackets: " + word.name() + " in ["
                                + first + ", " + more + "]",
                        following,
                        List.of(word.name()));
            }
            next();
            count(next());
            operands.add(more);
        }
        return new Expression.Term(word, operator, operands);
    }

    /** {@code src} and {@code dst} alone are allowed before an address only. */
    private Expression afterDirection(Word word, Token direction, boolean negated) throws FilterException {
        Token token = peek();
        if (Prefix.parse(token.text()) == null) {
            List<String> following = new ArrayList<>(Words.following(direction.keyword()));
            following.add(ValueKind.ADDRESS.placeholder());
            throw failed(
                    "expected an address, " + String.join(", ", Words.following(direction.keyword())) + " after "
                            + direction.keyword(),
                    token,
                    following);
        }
        return alternatives(word, Operator.EQUAL, value(word, Operator.EQUAL), negated);
    }

    private @Nullable Operator operator() {
        Token token = peek();
        Operator operator = token.kind() == Token.Kind.SIGN ? Operator.of(token.text()) : null;
        if (operator == null && token.kind() == Token.Kind.WORD) {
            operator = OPERATOR_WORDS.get(token.keyword());
        }
        if (operator != null) {
            next();
        }
        return operator;
    }

    private Operand value(Word word, @Nullable Operator operator) throws FilterException {
        Token token = peek();
        count(token);
        Operand operand = ValueReader.read(word, token);
        if (operator != null && operator.isOrder() && !(operand instanceof Operand.Whole)) {
            throw failed(
                    "expected one number after " + operator.sign(),
                    token,
                    List.of(word.kind().placeholder()));
        }
        next();
        return operand;
    }

    private Expression list(Word word) throws FilterException {
        List<Operand> operands = new ArrayList<>();
        do {
            if (!operands.isEmpty()) {
                accept(",");
            }
            operands.add(value(word, null));
        } while (!accept("]"));
        return new Expression.Term(word, Operator.EQUAL, operands);
    }

    private void count(Token token) throws FilterException {
        if (++values > MOST_VALUES) {
            throw failed("a filter has at most " + MOST_VALUES + " values", token, List.of());
        }
    }

    /** What a condition can begin with. */
    static List<String> beginnings() {
        return BEGINNINGS;
    }

    static boolean isBeginning(String keyword) {
        return BEGINNING_SET.contains(keyword);
    }

    private static List<String> allBeginnings() {
        List<String> beginnings = new ArrayList<>(Words.first());
        FAMILIES.keySet().stream().sorted().forEach(beginnings::add);
        KnownNames.protocolNames().forEach(name -> {
            if (!beginnings.contains(name)) {
                beginnings.add(name);
            }
        });
        beginnings.addAll(List.of("any", "not", "("));
        return List.copyOf(beginnings);
    }

    private FilterException failed(String message, Token token, List<String> expected) {
        return new FilterException(message, token.position(), token.length(), expected);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    private boolean accept(String... keywords) {
        for (String keyword : keywords) {
            if (peek().keyword().equals(keyword)) {
                at++;
                return true;
            }
        }
        return false;
    }
}
