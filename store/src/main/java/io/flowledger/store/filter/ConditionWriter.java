package io.flowledger.store.filter;

import java.util.List;

/** Writes a tree as a condition in SQL, which is true, or else false or NULL; every value becomes a parameter. */
final class ConditionWriter {
    private final SqlText sql;
    private final ColumnNames names;

    ConditionWriter(SqlText sql, ColumnNames names) {
        this.sql = sql;
        this.names = names;
    }

    void write(Expression expression) {
        if (expression instanceof Expression.Everything) {
            sql.add("true");
        } else if (expression instanceof Expression.Not not) {
            // NULL is not true: what is unknown fits the negation.
            sql.add("(");
            write(not.inner());
            sql.add(") IS NOT TRUE");
        } else if (expression instanceof Expression.And and) {
            join(and.parts(), " AND ");
        } else if (expression instanceof Expression.Or or) {
            join(or.parts(), " OR ");
        } else if (expression instanceof Expression.Term term) {
            write(term);
        }
    }

    private void join(List<Expression> parts, String word) {
        for (int i = 0; i < parts.size(); i++) {
            sql.add(i == 0 ? "(" : word + "(");
            write(parts.get(i));
            sql.add(")");
        }
    }

    private void write(Expression.Term term) {
        if (term.operator() == Operator.NOT_EQUAL) {
            sql.add("(");
            one(term.word(), Operator.EQUAL, term.operands());
            sql.add(") IS NOT TRUE");
        } else {
            one(term.word(), term.operator(), term.operands());
        }
    }

    private void one(Word word, Operator operator, List<Operand> operands) {
        if (word.quantity() == Quantity.ELEMENT) {
            sql.add("EXISTS (SELECT FROM unnest(" + names.sql(word.columns().get(0)) + ") AS element(value) WHERE ");
            any(word, List.of("element.value"), operator, operands);
            sql.add(")");
            return;
        }
        List<String> values = word.quantity() == Quantity.COLUMN
                ? word.columns().stream().map(names::sql).toList()
                : List.of(quantity(word));
        any(word, values, operator, operands);
    }

    private void any(Word word, List<String> values, Operator operator, List<Operand> operands) {
        String separator = "";
        for (String value : values) {
            for (Operand operand : operands) {
                sql.add(separator);
                compare(word, value, operator, operand);
                separator = " OR ";
            }
        }
    }

    private String quantity(Word word) {
        List<String> columns = word.columns().stream().map(names::sql).toList();
        String first = columns.get(0);
        return switch (word.quantity()) {
            case COLUMN, ELEMENT -> first;
            case FAMILY -> "coalesce(family(" + first + "), family(" + columns.get(1) + "), " + columns.get(2) + ")";
            case DURATION -> "(" + columns.get(1) + " - " + first + ")";
            case BITS_PER_SECOND -> "(" + first + " * 8::float8 / " + seconds(columns) + ")";
            case PACKETS_PER_SECOND -> "(" + first + "::float8 / " + seconds(columns) + ")";
            case OCTETS_PER_PACKET -> "(" + first + "::float8 / nullif(" + columns.get(1) + ", 0))";
            case DSCP -> "(" + first + " >> 2)";
        };
    }

    private static String seconds(List<String> columns) {
        return "nullif(date_part('epoch', " + columns.get(2) + " - " + columns.get(1) + "), 0)";
    }

    private void compare(Word word, String value, Operator operator, Operand operand) {
        if (operand instanceof Operand.Name name) {
            named(word, value, name.pattern());
            return;
        }
        sql.add(value);
        if (operand instanceof Operand.Whole number) {
            sql.add(" " + operator.sign() + " ");
            number(word, number.value());
        } else if (operand instanceof Operand.Range range) {
            sql.add(" BETWEEN ");
            number(word, range.first());
            sql.add(" AND ");
            number(word, range.last());
        } else if (operand instanceof Operand.Address address) {
            address(address.prefix());
        } else if (operand instanceof Operand.Mac mac) {
            sql.add(" = ").parameter(mac.address()).add("::macaddr");
        } else if (operand instanceof Operand.Flags flags) {
            sql.add(" & ").parameter((long) flags.bits()).add(" = ").parameter((long) flags.bits());
        } else if (operand instanceof Operand.Text text) {
            sql.add(" ILIKE ").parameter(likePattern(text.pattern()));
            if (Naming.of(word) != null) {
                sql.add(" OR ");
                named(word, value, text.pattern());
            }
        } else if (operand instanceof Operand.Unknown) {
            sql.add(" IS NULL");
        }
    }

    private void named(Word word, String value, String pattern) {
        Naming naming = Naming.of(word);
        if (naming == null) {
            throw new IllegalStateException(word.name() + " has no names");
        }
        naming.appendTo(sql, value, names.sql("exporter"), likePattern(pattern));
    }

    private void number(Word word, long value) {
        if (word.kind() == ValueKind.DURATION) {
            sql.parameter((double) value).add(" * interval '1 millisecond'");
        } else {
            sql.parameter(value);
        }
    }

    private void address(Prefix prefix) {
        if (prefix.isHost()) {
            sql.add(" = ").parameter(prefix.toString()).add("::inet");
        } else {
            sql.add(" <<= ").parameter(prefix.toString()).add("::inet");
        }
    }

    private static String likePattern(String pattern) {
        StringBuilder like = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> like.append('%');
                case '%', '_', '\\' -> like.append('\\').append(c);
                default -> like.append(c);
            }
        }
        return like.toString();
    }
}
