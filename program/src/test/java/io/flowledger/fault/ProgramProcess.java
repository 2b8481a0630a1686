package io.flowledger.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, with the class path of this one; what it says goes to a file. One thread. */
final class ProgramProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int TAIL = 4_000;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;
    private final long logOffset;

    private ProgramProcess(Process process, Path log, long logOffset) {
        this.process = process;
        this.log = log;
        this.logOffset = logOffset;
    }

    /** Starts it; its output is appended to {@code log}. */
    static ProgramProcess start(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "io.flowledger.cli.Flowledger"));
        command.addAll(arguments);
        long offset = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        RUNNING.add(process);
        return new ProgramProcess(process, log, offset);
    }

    /** Runs it to its end; returns its exit code. */
    static int run(Path log, List<String> arguments) throws Exception {
        try (ProgramProcess process = start(log, arguments)) {
            return process.awaitExit();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        RUNNING.remove(process);
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws Exception {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the program does not end; its last words:\n" + tail());
        }
        RUNNING.remove(process);
        return process.exitValue();
    }

    /** Ends it with exit code 0, or else says what it said. */
    void awaitSuccess() throws Exception {
        int status = awaitExit();
        if (status != 0) {
            throw new IllegalStateException("the program ended with " + status + "; its last words:\n" + tail());
        }
    }

    /** Returns when it has said {@code words}. */
    void awaitWords(String words) throws Exception {
        Waiting.until(words + " in " + log + ":\n" + tail(), PATIENCE, () -> {
            if (!isAlive() && !said(words)) {
                throw new IllegalStateException(
                        "the program ended with " + process.exitValue() + "; its last words:\n" + tail());
            }
            return said(words);
        });
    }

    /** Whether it has said {@code words} since it was started. */
    boolean said(String words) throws IOException {
        return output().contains(words);
    }

    private String output() throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) logOffset, (int) (all.length - logOffset), StandardCharsets.UTF_8);
    }

    String tail() throws IOException {
        String output = output();
        return output.substring(Math.max(0, output.length() - TAIL));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
