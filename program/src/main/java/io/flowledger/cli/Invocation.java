package io.flowledger.cli;

import io.flowledger.config.Configuration;
import java.io.PrintStream;

/** One use of a command: its checked settings, and where its input and output are. */
record Invocation(Configuration configuration, Surroundings surroundings) {
    PrintStream out() {
        return surroundings.out();
    }

    PrintStream err() {
        return surroundings.err();
    }
}
