package io.flowledger.bench.whole;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The program in a JVM of its own, with the options that the launcher gives it. */
final class ChildProcess implements AutoCloseable {
    static final String MAIN = "io.flowledger.cli.Flowledger";
    private static final Set<String> LONG_COMMANDS =
            Set.of("run", "import", "writer", "decode", "redecode", "generate", "rollup", "pack");
    private static final int POLL_MILLIS = 50;
    private static final int KIBIBYTE = 1024;

    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private final StringBuilder said = new StringBuilder();

    private long peakAtTermination;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param java the program that starts a JVM
     * @param arguments of the command line
     */
    static ChildProcess start(Path java, List<String> arguments) throws IOException {
        return start(java, MAIN, arguments);
    }

    /** Starts another class with the same options. */
    static ChildProcess start(Path java, String mainClass, List<String> arguments) throws IOException {
        return start(java, List.of(), mainClass, arguments);
    }

    /** Starts a class with more options of the JVM. */
    static ChildProcess start(Path java, List<String> options, String mainClass, List<String> arguments)
            throws IOException {
        Path errors = Files.createTempFile("flowledger-bench", ".err");
        return new ChildProcess(
                new ProcessBuilder(command(java, options, mainClass, arguments))
                        .redirectError(errors.toFile())
                        .start(),
                errors);
    }

    /** The program with arguments, as a command of the system. */
    static List<String> command(Path java, List<String> arguments) {
        return command(java, List.of(), MAIN, arguments);
    }

    private static List<String> command(Path java, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xms48m",
                "-XX:NewSize=24m",
                "-XX:MaxNewSize=64m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-XX:-UsePerfData",
                "-Xss512k",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8"));
        command.addAll(options);
        if (mainClass.equals(MAIN)) {
            command.addAll(launcherOptions(arguments.get(0)));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** What the launcher adds for a command, and the archive of classes that bench/run had made beside the jars. */
    private static List<String> launcherOptions(String command) {
        List<String> options = new ArrayList<>();
        if (!LONG_COMMANDS.contains(command)) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        String jar = System.getProperty("java.class.path").split(File.pathSeparator, 2)[0];
        Path archive = Path.of(jar).resolveSibling("classes.jsa");
        if (Files.exists(archive)) {
            options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        return options;
    }

    /** Reads lines until one begins with {@code text}. */
    String awaitLine(String text) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith(text)) {
            said.append(line).append('\n');
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the program ended without \"" + text + "\":\n" + said + errorText());
        }
        return line;
    }

    /**
     * Waits until it has ended by itself.
     *
     * @return what it said on standard output
     * @throws IOException when its exit status is not 0
     */
    Ended await() throws IOException, InterruptedException {
        long peak = peakAtTermination;
        // What it says fits into the pipe; memory is looked at while it runs.
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakOctets());
        }
        String line = out.readLine();
        while (line != null) {
            said.append(line).append('\n');
            line = out.readLine();
        }
        if (process.exitValue() != 0) {
            throw new IOException("the program ended with " + process.exitValue() + ":\n" + said + errorText());
        }
        return new Ended(said.toString(), errorText(), peak);
    }

    /**
     * How it ended.
     *
     * @param peakOctets the most memory that was resident
     */
    record Ended(String out, String errors, long peakOctets) {}

    /** Asks it to end. */
    void terminate() throws IOException {
        // It may be gone before it is looked at again.
        peakAtTermination = peakOctets();
        // Process.destroy() would close its output too.
        process.toHandle().destroy();
    }

    private long peakOctets() throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE;
                }
            }
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
        return 0;
    }

    private String errorText() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
        Files.deleteIfExists(errors);
    }
}
