package io.flowledger.store.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A filter as a tree. {@code toString} gives text that is read back as an equal tree. */
sealed interface Expression {
    /** Every flow. */
    record Everything() implements Expression {
        @Override
        public String toString() {
            return "any";
        }
    }

    /** The flows that {@code inner} does not hold for, those included of which it is not known. */
    record Not(Expression inner) implements Expression {
        @Override
        public String toString() {
            return inner instanceof And || inner instanceof Or ? "not (" + inner + ")" : "not " + inner;
        }
    }

    /** All of two or more hold; none of them is itself an {@code And}. */
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" and "));
        }
    }

    /** One of two or more holds; none of them is itself an {@code Or}. */
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream().map(Expression::toString).collect(Collectors.joining(" or "));
        }
    }

    /**
     * A comparison.
     *
     * @param word what is compared
     * @param operator how; an order has exactly one operand, a number
     * @param operands one or more; with several the operator is EQUAL, and one of them has to fit
     */
    record Term(Word word, Operator operator, List<Operand> operands) implements Expression {
        public Term {
            operands = List.copyOf(operands);
            if (operands.isEmpty() || (operands.size() > 1 && operator != Operator.EQUAL)) {
                throw new IllegalArgumentException(operator + " with " + operands.size() + " operands");
            }
        }

        @Override
        public String toString() {
            if (operands.size() > 1) {
                return word.name() + " in ["
                        + operands.stream().map(Operand::toString).collect(Collectors.joining(", ")) + "]";
            }
            return word.name() + (operator == Operator.EQUAL ? " " : " " + operator.sign() + " ") + operands.get(0);
        }
    }

    /** All of {@code parts}, which may be one. */
    static Expression and(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof And and) {
                flat.addAll(and.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    /** One of {@code parts}, which may be one. */
    static Expression or(List<Expression> parts) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            if (part instanceof Or or) {
                flat.addAll(or.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Or(flat);
    }
}
