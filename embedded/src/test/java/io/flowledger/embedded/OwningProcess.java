package io.flowledger.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another JVM that opens a data directory, so that a test can kill it. */
final class OwningProcess implements AutoCloseable {
    private final Process process;

    private OwningProcess(Process process) {
        this.process = process;
    }

    /** Opens, says so, and stays until its input ends. */
    public static void main(String[] args) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.openOrAttach(Path.of(args[0]), ServerSettings.standard())) {
            System.out.println(postgres.owner() ? "owner" : "attached");
            System.out.flush();
            while (System.in.read() >= 0) {
                // any input keeps it waiting
            }
        }
    }

    /** Returns when the other JVM has opened the directory as its owner. */
    static OwningProcess start(Path dataDirectory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwningProcess.class.getName(),
                        dataDirectory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (!"owner".equals(line)) {
            process.destroyForcibly();
            throw new IOException("the other JVM said " + line);
        }
        return new OwningProcess(process);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, as a service manager sends it; returns when the JVM has ended. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
