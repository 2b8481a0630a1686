package io.flowledger.cli;

import io.flowledger.config.Setting;
import java.util.Set;

/** What a command does, once its options and settings are read. */
interface Job {
    /** The settings that this command takes as options; the others still come from file and environment. */
    Set<Setting> settings();

    /**
     * Does the work.
     *
     * @throws CommandFailure for what the user can mend
     * @throws Exception I/O and SQL errors become their exit codes, anything else is an internal error
     */
    ExitCode perform(Invocation invocation) throws Exception;
}
