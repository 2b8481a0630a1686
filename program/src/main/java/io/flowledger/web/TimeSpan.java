package io.flowledger.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowledger.config.Quantity;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times that are asked for, half open.
 *
 * @param from the first
 * @param to the first that does not belong to it
 */
public record TimeSpan(Instant from, Instant to) {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    static TimeSpan of(@Nullable String last, @Nullable String from, @Nullable String to, Instant now, Duration usual)
            throws Problem {
        if (last != null && from != null) {
            throw Problem.parameter("last", "goes with to, not with from");
        }
        Instant end = to == null ? now : time("to", to);
        Instant begin = from == null ? end.minus(last == null ? usual : duration(last)) : time("from", from);
        if (!begin.isBefore(end)) {
            throw Problem.parameter("from", begin + " is not before " + end);
        }
        return new TimeSpan(begin, end);
    }

    private static Duration duration(String text) throws Problem {
        try {
            Duration duration = Quantity.duration(text);
            if (!duration.isZero()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw Problem.parameter("last", String.valueOf(e.getMessage()));
        }
        throw Problem.parameter("last", "is to be longer than nothing");
    }

    private static Instant time(String name, String text) throws Problem {
        try {
            Instant time = text.matches("-?\\d{1,12}(\\.\\d{1,9})?") ? epoch(text) : iso(text);
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw Problem.parameter(name, "\"" + text + "\" is neither an ISO 8601 time nor seconds since 1970");
        }
        throw Problem.parameter(name, "\"" + text + "\" is not within 1970 to 2199");
    }

    private static Instant epoch(String text) {
        BigDecimal seconds = new BigDecimal(text);
        return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValue());
    }

    private static Instant iso(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        boolean zoned = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$");
        return OffsetDateTime.parse(zoned ? text : text + "Z").toInstant();
    }

    /** The same, made wider to whole minutes. */
    public TimeSpan wholeMinutes() {
        Instant begin = from.truncatedTo(ChronoUnit.MINUTES);
        Instant end = to.truncatedTo(ChronoUnit.MINUTES);
        return new TimeSpan(begin, end.equals(to) ? end : end.plus(1, ChronoUnit.MINUTES));
    }

    /** Length in seconds. */
    public double seconds() {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /** As answers tell it. */
    public ObjectNode json() {
        return Json.object()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("seconds", seconds());
    }
}
