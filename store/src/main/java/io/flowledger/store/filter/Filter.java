package io.flowledger.store.filter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which flows are meant: the immutable tree of a filter's text.
 *
 * <p>The grammar is in docs/reference/filter.md. Unknown (NULL) fits no value; {@code not} turns that round, so that a filter
 * and its negation together are all flows.
 */
public final class Filter {
    private static final Filter EVERYTHING = new Filter(new Expression.Everything());

    private final Expression root;

    private Filter(Expression root) {
        this.root = root;
    }

    /**
     * Reads a filter; an empty text is every flow.
     *
     * @throws FilterException when it cannot be read, with the place and what was expected there
     */
    public static Filter parse(String text) throws FilterException {
        return of(FilterParser.parse(text));
    }

    /** The filter that lets every flow pass. */
    public static Filter everything() {
        return EVERYTHING;
    }

    /**
     * The flows of one exporter.
     *
     * @throws FilterException when it is no address
     */
    public static Filter ofExporter(String address) throws FilterException {
        if (Prefix.parse(address) == null) {
            throw new FilterException("\"" + address + "\" is no address", 0, address.length(), List.of());
        }
        return parse("exporter " + address);
    }

    static Filter of(Expression root) {
        return new Filter(root);
    }

    Expression root() {
        return root;
    }

    /** Whether it is certain that every flow passes. */
    public boolean isEverything() {
        return root instanceof Expression.Everything;
    }

    /** The columns of layout flows that it reads. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        collect(root, columns);
        return columns;
    }

    private static void collect(Expression expression, Set<String> columns) {
        if (expression instanceof Expression.Term term) {
            columns.addAll(term.word().columns());
            // A name holds for its exporter.
            if (Naming.of(term.word()) != null
                    && term.operands().stream()
                            .anyMatch(operand -> operand instanceof Operand.Name || operand instanceof Operand.Text)) {
                columns.add("exporter");
            }
        } else if (expression instanceof Expression.Not not) {
            collect(not.inner(), columns);
        } else if (expression instanceof Expression.And and) {
            and.parts().forEach(part -> collect(part, columns));
        } else if (expression instanceof Expression.Or or) {
            or.parts().forEach(part -> collect(part, columns));
        }
    }

    /** Flows that pass this filter and {@code other}. */
    public Filter and(Filter other) {
        if (isEverything()) {
            return other;
        }
        return other.isEverything() ? this : of(Expression.and(List.of(root, other.root)));
    }

    /** Appends the condition in SQL to {@code sql}; every value becomes a parameter. */
    public void appendTo(SqlText sql, ColumnNames names) {
        new ConditionWriter(sql, names).write(root);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Filter filter && root.equals(filter.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** The canonical text, which is read back as an equal filter. */
    @Override
    public String toString() {
        return root.toString();
    }
}
