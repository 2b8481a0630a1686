package io.flowledger.cli;

import io.flowledger.config.Setting;
import io.flowledger.export.IpfixFileWriter;
import io.flowledger.flow.layout.Layout;
import io.flowledger.pipeline.Wiring;
import io.flowledger.store.filter.Filter;
import io.flowledger.store.query.FlowQueries;
import io.flowledger.store.query.Window;
import io.flowledger.wire.registry.ElementRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flows into a file that other tools read, and that can be imported again. */
@Command(
        name = "export",
        description = "Write flows into an IPFIX file (RFC 5655), the newest first.",
        footer = {
            "",
            "The file appears under its name when it is whole. `flowledger import` reads it back: receive times to the",
            "second, each exporter as element 130 or 131. The language of FILTER is in docs/reference/filter.md.",
            "Examples:",
            "  flowledger export -o monday.ipfix --from 2026-11-23 --to 2026-11-24",
            "  flowledger export -o dns.ipfix --last 7d port 53"
        })
final class ExportCommand implements Job {
    private static final int OUTPUT_OCTETS = 1 << 16;
    private static final int ROWS_A_LOOK = 1000;

    @Mixin
    private FlowSelection selection = new FlowSelection();

    @Option(names = "--format", paramLabel = "ipfix", defaultValue = "ipfix", description = "Default: ipfix.")
    private Format format = Format.IPFIX;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The file; one that is there is replaced.")
    private Path output = Path.of("");

    enum Format {
        IPFIX
    }

    @Override
    public Set<Setting> settings() {
        Set<Setting> settings = EnumSet.copyOf(Setting.ofReading());
        settings.add(Setting.REGISTRY);
        return settings;
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        if (format != Format.IPFIX) {
            throw new CommandFailure(ExitCode.USAGE, "--format: only ipfix is written");
        }
        Window window = selection.window("1h");
        Filter filter = selection.filter();
        Layout layout = Wiring.layout(invocation.configuration());
        ElementRegistry registry = Wiring.registry(invocation.configuration());
        Path target = output.toAbsolutePath();
        Path part = target.resolveSibling(
                target.getFileName() + ".part-" + ProcessHandle.current().pid());
        part.toFile().deleteOnExit();
        try {
            return selection.ask(invocation, (queries, connection) -> {
                export(invocation, queries, window, filter, layout, registry, part, target);
                return ExitCode.OK;
            });
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void export(
            Invocation invocation,
            FlowQueries queries,
            Window window,
            Filter filter,
            Layout layout,
            ElementRegistry registry,
            Path part,
            Path target)
            throws Exception {
        ProgressLine progress =
                new ProgressLine(invocation.err(), invocation.surroundings().columns());
        long written;
        long leftOut;
        try (IpfixFileWriter writer = new IpfixFileWriter(
                new BufferedOutputStream(Files.newOutputStream(part), OUTPUT_OCTETS), layout, registry)) {
            queries.eachFlow(window, filter, row -> {
                writer.write(row);
                if (writer.written() % ROWS_A_LOOK == 0 && progress.isDue()) {
                    progress.show(String.format(Locale.ROOT, "%,d flows", writer.written()));
                }
            });
            written = writer.written();
            leftOut = writer.leftOut();
        } finally {
            progress.clear();
        }
        move(part, target);
        invocation.out().println(written + " flows in " + target + ", " + Files.size(target) + " octets");
        if (leftOut > 0) {
            invocation
                    .err()
                    .println(leftOut + " values have no Information Element that holds them, and were left out");
        }
    }

    private static void move(Path part, Path target) throws CommandFailure {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT_OUTPUT, target + " cannot be written: " + e.getMessage(), e);
        }
    }
}
