package io.flowledger.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Prints rows as they come, without keeping them. */
sealed interface RowPrinter permits TablePrinter, CsvPrinter, JsonPrinter {
    void print(ResultSet rows, PrintStream out) throws SQLException, IOException;
}
