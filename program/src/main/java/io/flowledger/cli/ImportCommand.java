package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Files instead of a network. */
@Command(
        name = "import",
        description = "Store the flows of captures (pcap, pcapng), of IPFIX files and of raw datagram payloads.",
        footer = {
            "",
            "What has no time of receipt takes the export time of its messages. Afterwards a summary is printed:",
            "datagrams, records, rows, and faults by name.",
            "Examples:",
            "  flowledger import monday.pcap tuesday.pcapng",
            "  flowledger import --data-dir /var/lib/flowledger export.ipfix"
        })
final class ImportCommand implements Job {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, read in this order.")
    private List<Path> files = List.of();

    @Override
    public Set<Setting> settings() {
        return EnumSet.complementOf(EnumSet.of(Setting.LISTEN, Setting.RECEIVE_BUFFER));
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        throw new UnsupportedOperationException("import is not there yet: " + files);
    }
}
