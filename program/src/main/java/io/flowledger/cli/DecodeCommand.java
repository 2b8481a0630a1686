package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A look into files, without a database. */
@Command(
        name = "decode",
        description = "Print the records of captures, IPFIX files and raw datagram payloads; no database is needed.",
        footer = {
            "",
            "Files that are no captures are read in order as one exporter's stream. Each record has a record_type:",
            "flow, reverse (the other direction of a biflow), options or counters. Faults are summed on stderr.",
            "Examples:",
            "  flowledger decode router.pcap",
            "  flowledger decode --format json template.dat data.dat | jq 'select(.dst_port == 53)'"
        })
final class DecodeCommand implements Job {
    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "A table, or one JSON object a record. Default: table.")
    private Format format = Format.TABLE;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, read in this order.")
    private List<Path> files = List.of();

    enum Format {
        TABLE,
        JSON
    }

    @Override
    public Set<Setting> settings() {
        return EnumSet.of(
                Setting.LOG_LEVEL,
                Setting.EXTRA,
                Setting.REGISTRY,
                Setting.TEMPLATE_LIFETIME,
                Setting.PARK_AGE,
                Setting.PARK_SETS,
                Setting.PARK_OCTETS);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        throw new UnsupportedOperationException("decode is not there yet: " + format + " " + files);
    }
}
