package io.flowledger.bench.whole;

import io.flowledger.bench.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Parts of the program with async-profiler in their JVM from the start: a flame graph without what is below a thousandth, and
 * a text that says what took how much. PostgreSQL is a process of its own and is not in it.
 */
public final class ProfileRun {
    private static final String MINIMUM_PERCENT = "0.1";
    private static final int WARM_UP_SECONDS = 5;

    private final Path directory;
    private final Path java;
    private final Path library;
    private final Path converter;
    private final Path into;
    private final Consumer<String> progress;

    /** What is profiled. */
    public enum Case {
        IMPORT_V5("import of v5 flows", "10ms"),
        IMPORT_V9_SMALL("import of v9 flows, 5 records a datagram", "10ms"),
        RUN_V5("run while v5 comes over UDP", "10ms"),
        DECODE_IPFIX_VARIABLE("decode of IPFIX with a field of variable length, layout flows, one thread", "1ms"),
        DECODE_SFLOW("decode of sFlow with headers dissected, layout flows, one thread", "1ms");

        private final String title;
        private final String interval;

        Case(String title, String interval) {
            this.title = title;
            this.interval = interval;
        }

        String fileName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Into a directory.
     *
     * @param directory for captures and the server's data
     * @param library the agent
     * @param converter the jar that draws flame graphs
     */
    public ProfileRun(Path directory, Path java, Path library, Path converter, Path into, Consumer<String> progress) {
        this.directory = directory;
        this.java = java;
        this.library = library;
        this.converter = converter;
        this.into = into;
        this.progress = progress;
    }

    /**
     * Profiles one.
     *
     * @param flows of an import
     * @param rate of datagrams in a second that {@code run} gets
     * @param load the machine's load average before
     */
    public void run(Case one, long flows, double rate, int seconds, String load)
            throws IOException, SQLException, InterruptedException {
        Path stacks = Files.createTempFile("flowledger-bench", ".collapsed");
        String agent = "-agentpath:" + library + "=start,event=cpu,interval=" + one.interval
                + ",threads,collapsed,file=" + stacks;
        try {
            String thread = "";
            switch (one) {
                case IMPORT_V5 -> imported(Dataset.V5, flows, agent);
                case IMPORT_V9_SMALL -> imported(Dataset.V9_SMALL, flows, agent);
                case RUN_V5 -> received(rate, seconds, agent);
                case DECODE_IPFIX_VARIABLE -> thread = decoded("IPFIX_VARIABLE", seconds, agent);
                case DECODE_SFLOW -> thread = decoded("SFLOW", seconds, agent);
            }
            write(one, stacks, thread, load);
        } finally {
            Files.deleteIfExists(stacks);
        }
    }

    private void imported(Dataset dataset, long flows, String agent)
            throws IOException, SQLException, InterruptedException {
        Path scratch = ScratchDirectory.create(directory);
        try (BenchServer server = BenchServer.open(scratch.resolve("server"))) {
            new ImportRun(server, scratch, java).withOption(agent).once(dataset.settings(), flows);
        } finally {
            ScratchDirectory.delete(scratch);
        }
    }

    private void received(double rate, int seconds, String agent)
            throws IOException, SQLException, InterruptedException {
        Path scratch = ScratchDirectory.create(directory);
        try (BenchServer server = BenchServer.open(scratch.resolve("server"));
                ReceiveBufferLimit limit = ReceiveBufferLimit.raise()) {
            progress.accept(limit.note().strip());
            new ReceiveRun(server, scratch, java).withOption(agent).run((long) (rate * seconds), rate);
        } finally {
            ScratchDirectory.delete(scratch);
        }
    }

    /** Returns the name of the one thread that counts. */
    private String decoded(String export, int seconds, String agent) throws IOException, InterruptedException {
        List<String> command = List.of(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main",
                "DecodeBenchmark",
                "-jvm",
                java.toString(),
                "-p",
                "export=" + export,
                "-p",
                "layout=flows",
                "-wi",
                "1",
                "-w",
                Integer.toString(WARM_UP_SECONDS),
                "-i",
                "1",
                "-r",
                Integer.toString(seconds),
                "-jvmArgsAppend",
                agent);
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("JMH ended with " + process.exitValue());
        }
        return "DecodeBenchmark";
    }

    private void write(Case one, Path stacks, String thread, String load) throws IOException, InterruptedException {
        Files.createDirectories(into);
        StackSamples samples = StackSamples.read(stacks, thread);
        String title = one.title.substring(0, 1).toUpperCase(Locale.ROOT) + one.title.substring(1);
        String text = String.format(
                Locale.ROOT,
                "%s: our process.%nasync-profiler, event cpu, interval %s; Java %s; load average before %s.%n%n%s",
                title,
                one.interval,
                System.getProperty("java.version"),
                load,
                samples.text());
        Files.writeString(into.resolve(one.fileName() + ".txt"), text);
        Path counted = Files.createTempFile("flowledger-bench", ".collapsed");
        try {
            Files.write(counted, samples.lines());
            Path html = into.resolve(one.fileName() + ".html");
            draw(counted, html, title);
            progress.accept("written: " + html + ", " + Files.size(html) / 1024 + " KiB");
        } finally {
            Files.deleteIfExists(counted);
        }
    }

    private void draw(Path stacks, Path html, String title) throws IOException, InterruptedException {
        List<String> command = List.of(
                java.toString(),
                "-cp",
                converter.toString(),
                "FlameGraph",
                "--title",
                title,
                "--minwidth",
                MINIMUM_PERCENT,
                stacks.toString(),
                html.toString());
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("the flame graph was not drawn: " + status);
        }
    }
}
