package io.flowledger.cli;

import io.flowledger.config.Configuration;
import io.flowledger.config.ConfigurationException;
import io.flowledger.config.ConfigurationLoader;
import io.flowledger.config.LogLevel;
import io.flowledger.config.SettingValues;
import io.flowledger.embedded.PostgresStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: finds the command, reads its settings, performs it, and makes an exit code of how it went. */
@Command(
        name = "flowledger",
        synopsisSubcommandLabel = "COMMAND",
        description = "Receives NetFlow, IPFIX and sFlow and lands every flow in PostgreSQL, with its books balanced.",
        footer = {
            "",
            "Settings come from the defaults, then a configuration file, then FLOWLEDGER_… variables, then options.",
            "Examples:",
            "  flowledger run",
            "  flowledger sql \"SELECT exporter, count(*) FROM flows GROUP BY 1\"",
            "  flowledger COMMAND --help"
        })
public final class Flowledger {
    private final Surroundings surroundings;

    Flowledger(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) {
        System.setProperty("java.util.logging.manager", LogFormat.LastingLogManager.class.getName());
        int status = new Flowledger(Surroundings.ofProcess()).execute(args);
        System.exit(status);
    }

    /** Performs a command line; the exit status. */
    int execute(String... args) {
        LogFormat.install(LogLevel.INFO, surroundings.err());
        CommandLine commandLine = commandLine(Commands.asked(args));
        try {
            return commandLine.execute(args);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    /** These commands with their options. */
    CommandLine commandLine(List<String> names) {
        CommandLine commandLine = new CommandLine(this);
        for (String name : names) {
            Job job = Commands.create(name);
            CommandSpec spec = CommandSpec.forAnnotatedObject(job);
            SettingOptions.addTo(spec, job.settings());
            spec.usageMessage().abbreviateSynopsis(true).sortOptions(false);
            commandLine.addSubcommand(new CommandLine(spec));
        }
        commandLine.getCommandSpec().mixinStandardHelpOptions(true);
        commandLine.getCommandSpec().versionProvider(() -> new String[] {VersionCommand.oneLine()});
        commandLine
                .getSubcommands()
                .values()
                .forEach(sub -> sub.getCommandSpec().mixinStandardHelpOptions(true));
        commandLine
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(surroundings.columns() > 60 ? Math.min(surroundings.columns(), 110) : 100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.columns() > 0 ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setExecutionStrategy(this::perform)
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> reported(e).status());
        return commandLine;
    }

    private int perform(ParseResult parsed) throws CommandLine.ExecutionException {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), "Which command? See the list below.");
        }
        ParseResult command = parsed.subcommand();
        CommandLine commandLine = command.commandSpec().commandLine();
        try {
            return perform((Job) command.commandSpec().userObject(), command).status();
        } catch (Exception e) {
            throw new CommandLine.ExecutionException(commandLine, "failed", e);
        }
    }

    private ExitCode perform(Job job, ParseResult parsed) throws Exception {
        ConfigurationLoader loader = new ConfigurationLoader(surroundings.environment(), surroundings.home());
        SettingValues values = loader.load(SettingOptions.configFile(parsed), SettingOptions.given(parsed));
        Configuration configuration = loader.configuration(values);
        if (SettingOptions.isCheckOnly(parsed)) {
            values.print(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
            return ExitCode.OK;
        }
        LogFormat.install(configuration.logLevel(), surroundings.err());
        return job.perform(new Invocation(configuration, surroundings));
    }

    /** Says what went wrong in the user's words, and which exit code that is. */
    private ExitCode reported(Throwable failure) {
        Throwable cause = failure instanceof CommandLine.ExecutionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof CommandFailure command) {
            return said(command.exitCode(), command.getMessage());
        }
        if (cause instanceof ConfigurationException configuration) {
            return said(
                    configuration.fromCommandLine() ? ExitCode.USAGE : ExitCode.CONFIGURATION,
                    configuration.getMessage());
        }
        if (cause instanceof SQLException sql) {
            return said(SqlFailure.exitCode(sql), SqlFailure.message(sql, ""));
        }
        if (cause instanceof PostgresStartException) {
            return said(ExitCode.INPUT_OUTPUT, cause.getMessage());
        }
        if (cause instanceof NoSuchFileException) {
            return said(ExitCode.INPUT_OUTPUT, cause.getMessage() + ": there is no such file or directory");
        }
        if (cause instanceof AccessDeniedException) {
            return said(ExitCode.INPUT_OUTPUT, cause.getMessage() + ": permission denied");
        }
        if (cause instanceof IOException) {
            return said(ExitCode.INPUT_OUTPUT, String.valueOf(cause.getMessage()));
        }
        return said(ExitCode.INTERNAL, "internal error: " + cause + writtenTrace(cause));
    }

    private ExitCode said(ExitCode code, @Nullable String message) {
        surroundings.out().flush();
        surroundings.err().println("flowledger: " + message);
        return code;
    }

    private static String writtenTrace(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("flowledger-error-", ".txt");
            Files.writeString(file, VersionCommand.oneLine() + "\n" + trace);
            return " (please report it with " + file + ")";
        } catch (IOException e) {
            return "\n" + trace;
        }
    }
}
