package io.flowledger.cli;

import java.util.List;

/**
 * The commands by name. To read the annotations of them all takes longer than most of them work, so a command's class is not
 * loaded before the command is asked for.
 */
final class Commands {
    /** All, in the order in which the help lists them. */
    static final List<String> NAMES = List.of(
            "run",
            "demo",
            "import",
            "decode",
            "top",
            "flows",
            "export",
            "timeseries",
            "sql",
            "exporters",
            "nat",
            "audit",
            "redecode",
            "rollup",
            "retention",
            "pack",
            "writer",
            "collector",
            "bot",
            "generate",
            "doctor",
            "web",
            "password",
            "version");

    private Commands() {}

    /** Those that a command line needs: the one that it begins with, else all, for the help or for what was meant. */
    static List<String> asked(String... args) {
        return args.length > 0 && NAMES.contains(args[0]) ? List.of(args[0]) : NAMES;
    }

    static Job create(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "demo" -> new DemoCommand();
            case "import" -> new ImportCommand();
            case "decode" -> new DecodeCommand();
            case "top" -> new TopCommand();
            case "flows" -> new FlowsCommand();
            case "export" -> new ExportCommand();
            case "timeseries" -> new TimeseriesCommand();
            case "sql" -> new SqlCommand();
            case "exporters" -> new ExportersCommand();
            case "nat" -> new NatCommand();
            case "audit" -> new AuditCommand();
            case "redecode" -> new RedecodeCommand();
            case "rollup" -> new RollupCommand();
            case "retention" -> new RetentionCommand();
            case "pack" -> new PackCommand();
            case "writer" -> new WriterCommand();
            case "collector" -> new CollectorCommand();
            case "bot" -> new BotCommand();
            case "generate" -> new GenerateCommand();
            case "doctor" -> new DoctorCommand();
            case "web" -> new WebCommand();
            case "password" -> new PasswordCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalArgumentException("no command is named " + name);
        };
    }
}
