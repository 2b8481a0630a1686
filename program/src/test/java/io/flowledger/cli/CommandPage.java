package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference page of the command line, from the commands themselves. */
public final class CommandPage {
    private CommandPage() {}

    /** The page below its title. */
    public static String text() {
        CommandLine program = new Flowledger(new Surroundings(
                        InputStream.nullInputStream(),
                        System.out,
                        new PrintStream(System.err, true),
                        Map.of(),
                        Path.of("."),
                        0,
                        0))
                .commandLine(Commands.NAMES);
        StringBuilder page = new StringBuilder();
        page.append("| command | what it does |\n| --- | --- |\n");
        program.getSubcommands()
                .forEach((name, command) -> page.append("| [`")
                        .append(name)
                        .append("`](#flowledger-")
                        .append(name)
                        .append(") | ")
                        .append(joined(command.getCommandSpec().usageMessage().description()))
                        .append(" |\n"));
        page.append(
                        "\nAll commands have `--help` and `--version`, and end with 0 when they did what they were asked for, with 2")
                .append(" when the\ncommand line is wrong, with 70 after an error inside Flowledger;")
                .append(" [exit-codes.md](exit-codes.md) lists all. Settings are\nexplained further in")
                .append(" [settings.md](settings.md), the language of FILTER in [filter.md](filter.md).\n");
        program.getSubcommands().values().forEach(command -> command(page, command.getCommandSpec()));
        return page.toString();
    }

    private static void command(StringBuilder page, CommandSpec spec) {
        page.append("\n## `flowledger ").append(spec.name()).append("`\n\n");
        page.append(joined(spec.usageMessage().description())).append("\n");
        List<String> options = new ArrayList<>();
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            options.add(row(
                    positional.paramLabel() + (positional.arity().min() == 0 ? "" : ", needed"),
                    joined(positional.description())));
        }
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                options.add(row(
                        String.join(", ", option.names()) + label + (option.required() ? ", needed" : ""),
                        joined(option.description())));
            }
        }
        if (!options.isEmpty()) {
            page.append("\n| option | what |\n| --- | --- |\n");
            options.forEach(page::append);
        }
        page.append("\nExit codes: ").append(codes(spec)).append(".\n");
        footer(page, spec);
    }

    private static String row(String name, String what) {
        String[] words = name.split(", needed", -1);
        return "| `" + words[0].replace("|", "\\|") + "`" + (words.length > 1 ? ", needed" : "") + " | "
                + what.replace("|", "\\|") + " |\n";
    }

    private static String joined(String... lines) {
        return String.join(" ", lines).replace("%%", "%").strip();
    }

    private static String codes(CommandSpec spec) {
        Job job = (Job) spec.userObject();
        TreeMap<Integer, String> codes = new TreeMap<>();
        codes.put(ExitCode.OK.status(), "");
        codes.put(ExitCode.USAGE.status(), "");
        codes.put(ExitCode.INTERNAL.status(), "");
        if (!job.settings().isEmpty()) {
            codes.put(ExitCode.CONFIGURATION.status(), "");
            codes.put(ExitCode.INPUT_OUTPUT.status(), "");
        }
        if (job.settings().contains(Setting.DATABASE)) {
            codes.put(ExitCode.DATABASE.status(), "");
            codes.put(ExitCode.STATEMENT.status(), "");
        }
        spec.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> codes.put(Integer.parseInt(code.strip()), " (" + meaning.strip() + ")"));
        return codes.entrySet().stream()
                .map(code -> code.getKey() + code.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Notes, then examples in a block. */
    private static void footer(StringBuilder page, CommandSpec spec) {
        List<String> lines = Arrays.asList(spec.usageMessage().footer());
        int examples = lines.indexOf("Examples:");
        List<String> notes = examples < 0 ? lines : lines.subList(0, examples);
        String note = joined(notes.toArray(new String[0]));
        if (!note.isEmpty()) {
            page.append("\n").append(note).append("\n");
        }
        if (examples >= 0) {
            page.append("\n```\n");
            for (String line : lines.subList(examples + 1, lines.size())) {
                page.append(line.replaceFirst("^  ", "").replace("%%", "%")).append("\n");
            }
            page.append("```\n");
        }
    }
}
