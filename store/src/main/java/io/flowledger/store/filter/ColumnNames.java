package io.flowledger.store.filter;

/** How a table spells the columns of layout flows. */
@FunctionalInterface
public interface ColumnNames {
    /**
     * The column as an expression in SQL.
     *
     * @param column a column of layout flows
     * @throws AbsentColumnException when the table has nothing like it
     */
    String sql(String column);
}
