package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.GrafoleanAddress;
import io.flowledger.grafolean.GrafoleanBot;
import io.flowledger.store.Store;
import io.flowledger.store.connect.StopSignal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the bot that reports to Grafolean; its token never stands on a command line. */
final class GrafoleanReports {
    static final Duration REFRESH = Duration.ofMinutes(2);

    private static final int LONGEST_TOKEN = 1000;

    private GrafoleanReports() {}

    /** Fails when reports are wanted and the token cannot be had. */
    static void check(Configuration configuration) throws CommandFailure {
        GrafoleanAddress address = configuration.grafolean();
        if (address.backendUrl() != null && address.tokenFile() != null) {
            token(address.tokenFile());
        }
    }

    /** The bot of the configuration, or null when there is to be none. */
    static @Nullable GrafoleanBot of(Configuration configuration, Store store, StopSignal stop) throws CommandFailure {
        GrafoleanAddress address = configuration.grafolean();
        return address.backendUrl() == null || address.tokenFile() == null
                ? null
                : new GrafoleanBot(address.backendUrl(), token(address.tokenFile()), REFRESH, store, stop);
    }

    /** Fails when the bot ended before it was asked to. */
    static void check(@Nullable GrafoleanBot bot) throws CommandFailure {
        Throwable failure = bot == null ? null : bot.failure();
        if (failure != null) {
            throw new CommandFailure(ExitCode.INTERNAL, "the reports to Grafolean ended: " + failure, failure);
        }
    }

    /** The token in a file. */
    static String token(Path file) throws CommandFailure {
        String token;
        try {
            token = Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION,
                    "the bot's token for Grafolean cannot be read from " + file + ": " + reason(e),
                    e);
        }
        return checked(token, file.toString());
    }

    /** A token that looks like one; the message about another does not show it. */
    static String checked(String token, String origin) throws CommandFailure {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || token.chars().anyMatch(Character::isISOControl)) {
            throw new CommandFailure(
                    ExitCode.CONFIGURATION,
                    origin + " holds no token for Grafolean: expected one line of at most " + LONGEST_TOKEN
                            + " characters");
        }
        return token;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }
}
