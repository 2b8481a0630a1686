package io.flowledger.child;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process and what it printed; killed, with its children, when this is closed. */
public final class ChildProcess implements AutoCloseable {
    /** Long for a loaded machine; nothing takes it when all is well. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outPump;
    private final Thread errPump;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.outPump = pump(process.getInputStream(), out);
        this.errPump = pump(process.getErrorStream(), err);
    }

    /** Starts a program with {@code environment} added to ours. */
    public static ChildProcess start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        return new ChildProcess(String.valueOf(Path.of(command.get(0)).getFileName()), builder.start());
    }

    /** Starts this program, from the classes under test. */
    public static ChildProcess flowledger(Map<String, String> environment, String... args) throws IOException {
        return start(environment, flowledgerCommand(args));
    }

    /** The command of {@link #flowledger}. */
    public static List<String> flowledgerCommand(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.flowledger.cli.Flowledger"));
        command.addAll(List.of(args));
        return command;
    }

    private static Thread pump(InputStream in, List<String> lines) {
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException e) {
                // The streams are closed when the process is killed.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits for a line of standard output in which {@code pattern} is found. */
    public Matcher awaitOut(String pattern) throws InterruptedException {
        return await(out, Pattern.compile(pattern));
    }

    /** Waits for a line of standard error in which {@code pattern} is found. */
    public Matcher awaitErr(String pattern) throws InterruptedException {
        return await(err, Pattern.compile(pattern));
    }

    private Matcher await(List<String> lines, Pattern pattern) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lines) {
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    Matcher matcher = pattern.matcher(lines.get(seen));
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                if (!process.isAlive() && (lines == out ? outPump : errPump).getState() == Thread.State.TERMINATED) {
                    throw new AssertionError(name + " ended without saying " + pattern + this);
                }
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError(name + " did not say " + pattern + this);
                }
                lines.wait(100);
            }
        }
    }

    /** Lines of standard output so far. */
    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** Lines of standard error so far. */
    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** Waits for the end; the exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end" + this);
        }
        outPump.join(PATIENCE.toMillis());
        errPump.join(PATIENCE.toMillis());
        return process.exitValue();
    }

    /** The process number. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM, and waits for the end; the exit status. */
    public int terminate() throws InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close the streams, and with them the last words
        return awaitExit();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "\nstdout: " + String.join("\n", out()) + "\nstderr: " + String.join("\n", err());
    }
}
