package io.flowledger.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Short-lived programs of the operating system and of PostgreSQL. */
final class Command {
    private static final List<String> PLACES = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    private Command() {}

    /**
     * What a program said and how it ended.
     *
     * @param status exit status; 127 when the program could not be started
     * @param output standard output and standard error together
     */
    record Outcome(int status, String output) {}

    static @Nullable Path find(String program) {
        for (String place : PLACES) {
            Path path = Path.of(place, program);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }

    static Outcome run(List<String> words) throws IOException {
        return run(words, "");
    }

    static Outcome run(List<String> words, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        cleanEnvironment(builder);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(127, e.getMessage() == null ? "cannot be started" : e.getMessage());
        }
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading; its status and output say why.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words.get(0), e);
        }
    }

    /** PG* variables of the caller's shell must not steer our server; its messages are to be English. */
    static void cleanEnvironment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
    }
}
