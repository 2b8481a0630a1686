package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    @Test
    void aLineHasTimeLevelComponentAndMessage() {
        LogRecord event = new LogRecord(Level.WARNING, "{0} datagrams");
        event.setParameters(new Object[] {"7"});
        event.setLoggerName("io.flowledger.embedded.Supervisor");
        event.setInstant(Instant.parse("2026-11-24T05:00:00.1234Z"));

        assertThat(new LogFormat(false).format(event))
                .isEqualTo("2026-11-24T05:00:00.123Z WARN  embedded: 7 datagrams\n");
    }

    @Test
    void aCauseIsOneLineUnlessDebugging() {
        LogRecord event = new LogRecord(Level.SEVERE, "lost");
        event.setLoggerName("org.example.Other");
        event.setInstant(Instant.EPOCH);
        event.setThrown(new IllegalStateException("why"));

        assertThat(new LogFormat(false).format(event))
                .isEqualTo("1970-01-01T00:00:00.000Z ERROR Other: lost (java.lang.IllegalStateException: why)\n");
        assertThat(new LogFormat(true).format(event)).contains("\tat ");
    }
}
