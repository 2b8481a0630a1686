package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.web.SecretHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hashes for the configuration. */
@Command(
        name = "password",
        description = "Make the line of the configuration for a password of the console, or for a token of programs.",
        footer = {
            "",
            "The password is asked for, or read as one line from standard input. It is kept nowhere.",
            "Examples:",
            "  flowledger password >> flowledger.toml",
            "  flowledger password --token"
        })
final class PasswordCommand implements Job {
    private static final int SHORTEST = 8;

    @Option(names = "--token", description = "Make up a token and print it with its hash.")
    private boolean token;

    @Override
    public Set<Setting> settings() {
        return Set.of();
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        SecureRandom random = new SecureRandom();
        if (token) {
            String secret = SecretHash.newToken(random);
            invocation.err().println("Token, shown this once: " + secret);
            invocation.out().println(Setting.WEB_TOKEN.key() + " = \"" + SecretHash.ofToken(secret) + "\"");
            return ExitCode.OK;
        }
        String password = read(invocation);
        if (password.length() < SHORTEST) {
            throw new CommandFailure(
                    ExitCode.USAGE, "a password of less than " + SHORTEST + " characters is too short");
        }
        invocation.out().println(Setting.WEB_PASSWORD.key() + " = \"" + SecretHash.ofPassword(password, random) + "\"");
        return ExitCode.OK;
    }

    private static String read(Invocation invocation) throws IOException, CommandFailure {
        Console console = invocation.surroundings().in() == System.in ? System.console() : null;
        if (console == null) {
            String line = new BufferedReader(
                            new InputStreamReader(invocation.surroundings().in(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? "" : line;
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || second == null || !String.valueOf(first).equals(String.valueOf(second))) {
            throw new CommandFailure(ExitCode.USAGE, "the two are not the same");
        }
        return String.valueOf(first);
    }
}
