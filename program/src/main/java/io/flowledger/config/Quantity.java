package io.flowledger.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and sizes with their units. A number without a unit is refused: seconds or milliseconds is not to be guessed. */
public final class Quantity {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)\\s*");

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "min", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private static final Map<String, Long> OCTETS = Map.of(
            "B", 1L,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "TiB", 1L << 40);

    private Quantity() {}

    /** For example {@code 100ms}, {@code 1h}, {@code 1h30m}. */
    public static Duration duration(String text) {
        return Duration.ofNanos(
                sum(text, NANOS, "a time with its unit (ns, us, ms, s, m, h, d), for example 100ms or 1h30m"));
    }

    /** For example {@code 8GiB}, {@code 512KiB}, {@code 1.5GB}. */
    public static long octets(String text) {
        return sum(text, OCTETS, "a size with its unit (B, KiB, MiB, GiB, TiB, kB, MB, GB, TB), for example 8GiB");
    }

    private static long sum(String text, Map<String, Long> units, String expected) {
        Matcher part = PART.matcher(text.strip());
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            Long unit = units.get(part.group(2));
            if (unit == null) {
                throw refused(text, expected);
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
            end = part.end();
        }
        if (end == 0 || end != text.strip().length()) {
            throw refused(text, expected);
        }
        BigDecimal whole = sum.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too large");
        }
        return whole.longValueExact();
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException("\"" + text + "\" is not " + expected);
    }
}
