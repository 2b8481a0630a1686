package io.flowledger.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which named pipe is meant. */
final class PipeName {
    private PipeName() {}

    /** The one of the option, or that of the variable that Grafolean's processes read. */
    static Path of(@Nullable Path option, Invocation invocation) throws CommandFailure {
        if (option != null) {
            return option;
        }
        String name = invocation.surroundings().environment().get("NAMED_PIPE_FILENAME");
        if (name == null || name.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "which pipe? Set NAMED_PIPE_FILENAME, or give --pipe FILE");
        }
        return Path.of(name);
    }
}
