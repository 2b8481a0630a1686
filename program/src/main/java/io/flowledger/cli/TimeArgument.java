package io.flowledger.cli;

import io.flowledger.config.Quantity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time as people type them: 2h (ago), 09:00 (today), yesterday, yesterday 09:00, 2026-11-24, 2026-11-24T05:00,
 * 2026-11-24T05:00:00Z; in UTC, or in the zone that is given, where nothing is said.
 */
final class TimeArgument {
    private static final String EXPECTED =
            "expected a time before now such as 90s, 15m, 2h or 7d, or a time such as 09:00, today, \"yesterday 09:00\" or"
                    + " 2026-11-24T05:00";

    /** A day that may be left out, then a time of day that may. */
    private static final Pattern OF_DAY = Pattern.compile("(today|yesterday)?\\s*(\\d{1,2}:\\d{2}(?::\\d{2})?)?");

    private TimeArgument() {}

    /** The time that {@code text} means at {@code now}; in UTC where it says nothing else. */
    static Instant parse(String text, Instant now) throws CommandFailure {
        return parse(text, now, ZoneOffset.UTC);
    }

    /** The time that {@code text} means at {@code now}; in {@code zone} where it says nothing else. */
    static Instant parse(String text, Instant now, ZoneId zone) throws CommandFailure {
        if (text.matches("\\d+\\s*[a-zA-Z]+")) {
            return now.minus(duration(text));
        }
        String stripped = text.strip();
        try {
            Matcher ofDay = OF_DAY.matcher(stripped.toLowerCase(Locale.ROOT));
            if (!stripped.isEmpty() && ofDay.matches()) {
                LocalDate today = LocalDate.ofInstant(now, zone);
                LocalDate day = "yesterday".equals(ofDay.group(1)) ? today.minusDays(1) : today;
                String time = ofDay.group(2);
                return (time == null
                                ? day.atStartOfDay(zone)
                                : day.atTime(ofDay(time)).atZone(zone))
                        .toInstant();
            }
            String iso = stripped.replace(' ', 'T');
            if (iso.length() == 10) {
                return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
            }
            boolean zoned = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
            return zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCode.USAGE, "\"" + text + "\" is no time; " + EXPECTED, e);
        }
    }

    private static LocalTime ofDay(String text) {
        return LocalTime.parse(text.indexOf(':') == 1 ? "0" + text : text);
    }

    /** The zone with a name such as Europe/Berlin, +02:00, or local. */
    static ZoneId zone(String text) throws CommandFailure {
        try {
            return text.equalsIgnoreCase("local") ? ZoneId.systemDefault() : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--tz: \"" + text + "\" is no time zone; expected a name such as Europe/Berlin, an offset such as"
                            + " +02:00, or local",
                    e);
        }
    }

    /** As it is printed: with its offset, or Z for UTC. */
    static String text(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone).toOffsetDateTime());
    }

    private static Duration duration(String text) throws CommandFailure {
        try {
            return Quantity.duration(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "\"" + text + "\" is no time; " + EXPECTED, e);
        }
    }
}
