package io.flowledger.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;

/** How numbers are written in the console: worked out here anew, from its description. */
final class Figures {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};

    private Figures() {}

    /** Three significant digits and a prefix of SI. */
    static String si(double value, String unit) {
        int thousands = 0;
        double size = value;
        while (size >= 999.5 && thousands < PREFIXES.length - 1) {
            size /= 1000;
            thousands++;
        }
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(3, RoundingMode.HALF_UP));
        int integerDigits = Math.max(1, rounded.precision() - rounded.scale());
        int places = size == 0 || (thousands == 0 && integerDigits > 1) ? 0 : size < 1 ? 2 : 3 - integerDigits;
        return (fixed(size, places) + " " + PREFIXES[thousands] + unit).strip();
    }

    /** What was counted in steps, each a second. */
    static double[] perSecond(double[] steps, double factor, int seconds) {
        return Arrays.stream(steps).map(step -> step * factor / seconds).toArray();
    }

    /** A whole number with commas. */
    static String whole(double value) {
        return whole(Math.round(value));
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A whole number that SQL gave as a text. */
    static String whole(String value) {
        return whole(Long.parseLong(value));
    }

    /** A share with one place. */
    static String percent(double share) {
        return fixed(share * 100, 1) + " %";
    }

    static String fixed(double value, int places) {
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }

    static double most(double[] steps) {
        return Arrays.stream(steps).max().orElse(0);
    }

    /** The least value that at most a twentieth of the steps are above. */
    static double p95(double[] steps) {
        double[] sorted = steps.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
    }
}
