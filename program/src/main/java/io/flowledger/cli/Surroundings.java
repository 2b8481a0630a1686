package io.flowledger.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the program finds around it, so that a test can bring its own.
 *
 * @param columns width of the terminal that standard output is, or 0 when it is none
 * @param progressColumns width of the terminal that standard error is, or 0 when it is none
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path home,
        int columns,
        int progressColumns) {
    /** Those of the process; the launcher tells the width. */
    static Surroundings ofProcess() {
        return new Surroundings(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                Path.of(System.getProperty("user.home", ".")),
                Integer.getInteger("flowledger.columns", 0),
                Integer.getInteger("flowledger.progress-columns", 0));
    }
}
