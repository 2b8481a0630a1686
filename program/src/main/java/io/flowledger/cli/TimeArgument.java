package io.flowledger.cli;

import io.flowledger.config.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Points in time as people type them: 2h (ago), 2026-11-24, 2026-11-24T05:00, 2026-11-24T05:00:00Z; UTC where nothing is said. */
final class TimeArgument {
    private static final String EXPECTED =
            "expected a time before now such as 90s, 15m, 2h or 7d, or a time in UTC such as 2026-11-24T05:00";

    private TimeArgument() {}

    /** The time that {@code text} means at {@code now}. */
    static Instant parse(String text, Instant now) throws CommandFailure {
        if (text.matches("\\d+\\s*[a-zA-Z]+")) {
            return now.minus(duration(text));
        }
        String iso = text.strip().replace(' ', 'T');
        try {
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
            return zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCode.USAGE, "\"" + text + "\" is no time; " + EXPECTED, e);
        }
    }

    private static Duration duration(String text) throws CommandFailure {
        try {
            return Quantity.duration(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "\"" + text + "\" is no time; " + EXPECTED, e);
        }
    }
}
