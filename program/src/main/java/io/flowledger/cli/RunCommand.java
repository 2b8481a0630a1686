package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;

/** The collector. */
@Command(
        name = "run",
        description = "Receive flows and store them, until SIGTERM or Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  flowledger run",
            "  flowledger run --listen udp://:2055 --listen udp://[::1]:9995 --data-dir /var/lib/flowledger",
            "  flowledger run --database postgresql://flows:secret@db.example:5432/flows?sslmode=require"
        })
final class RunCommand implements Job {
    @Override
    public Set<Setting> settings() {
        return EnumSet.allOf(Setting.class);
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        throw new UnsupportedOperationException("run is not there yet");
    }
}
