package io.flowledger.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** One command line performed with streams of its own: its exit status and what it said. */
public record Performance(int status, String out, String err) {
    public static Performance of(String... args) {
        return of(Map.of(), "", 0, args);
    }

    public static Performance of(Map<String, String> environment, String input, int columns, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new Flowledger(new Surroundings(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        Path.of("target", "no-home").toAbsolutePath(),
                        columns,
                        columns))
                .execute(args);
        return new Performance(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
