package io.flowledger.store.filter;

import org.jspecify.annotations.Nullable;

/** How a term compares. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** As in a filter, and in SQL. */
    String sign() {
        return sign;
    }

    /** Whether it asks for an order, which only numbers have. */
    boolean isOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    static @Nullable Operator of(String sign) {
        return switch (sign) {
            case "==" -> EQUAL;
            case "<>" -> NOT_EQUAL;
            default -> {
                for (Operator operator : values()) {
                    if (operator.sign.equals(sign)) {
                        yield operator;
                    }
                }
                yield null;
            }
        };
    }
}
