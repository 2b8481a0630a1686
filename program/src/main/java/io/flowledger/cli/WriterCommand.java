package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The place of grafolean-netflow-bot's writer. */
@Command(
        name = "writer",
        description = "Take the place of the writer of grafolean-netflow-bot: read its named pipe, write its tables.",
        footer = {
            "",
            "Examples:",
            "  NAMED_PIPE_FILENAME=/shared/pipe DB_HOST=db DB_DATABASE=grafolean DB_USERNAME=admin DB_PASSWORD=… \\",
            "    flowledger writer"
        })
final class WriterCommand implements Job {
    @Option(
            names = "--pipe",
            paramLabel = "FILE",
            description = "The named pipe; made when it is not there. Default: the variable NAMED_PIPE_FILENAME.")
    private @Nullable Path pipe;

    @Override
    public Set<Setting> settings() {
        return EnumSet.complementOf(EnumSet.of(Setting.LISTEN, Setting.RECEIVE_BUFFER, Setting.LAYOUT));
    }

    @Override
    public ExitCode perform(Invocation invocation) throws Exception {
        Path chosen = pipe(invocation);
        throw new UnsupportedOperationException("writer is not there yet: " + chosen);
    }

    private Path pipe(Invocation invocation) throws CommandFailure {
        if (pipe != null) {
            return pipe;
        }
        String name = invocation.surroundings().environment().get("NAMED_PIPE_FILENAME");
        if (name == null || name.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "which pipe? Set NAMED_PIPE_FILENAME, or give --pipe FILE");
        }
        return Path.of(name);
    }
}
