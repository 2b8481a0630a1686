package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine.Command;

/** Which program this is, and on what it runs. */
@Command(name = "version", description = "Print the version of Flowledger, of Java and of the operating system.")
final class VersionCommand implements Job {
    @Override
    public Set<Setting> settings() {
        return Set.of();
    }

    @Override
    public ExitCode perform(Invocation invocation) {
        invocation.out().println(oneLine());
        invocation
                .out()
                .printf(
                        "Java %s (%s, %s)%n",
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        System.getProperty("java.home"));
        invocation
                .out()
                .printf(
                        "%s %s %s%n",
                        System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
        return ExitCode.OK;
    }

    static String oneLine() {
        Properties build = new Properties();
        try (InputStream in = VersionCommand.class.getResourceAsStream("build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = build.getProperty("commit", "");
        return "flowledger " + build.getProperty("version", "unknown") + (commit.isEmpty() ? "" : " (" + commit + ")");
    }
}
