package io.flowledger.cli;

import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.store.filter.TcpFlags;
import io.flowledger.store.query.Names;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as people like to read them. */
final class HumanText {
    private static final String UNITS = "kMGTPE";

    private HumanText() {}

    /** With a decimal unit: 1.5M is 1,500,000. */
    static AnswerTable.Amount amount(long value) {
        return amount((double) value);
    }

    /** With a decimal unit: 1.5M is 1,500,000. */
    static AnswerTable.Amount amount(double value) {
        double scaled = value;
        int unit = -1;
        while (scaled >= 999.95 && unit < UNITS.length() - 1) {
            scaled /= 1000;
            unit++;
        }
        return new AnswerTable.Amount(
                unit < 0
                        ? String.format(Locale.ROOT, "%.0f", scaled)
                        : String.format(Locale.ROOT, "%.1f%c", scaled, UNITS.charAt(unit)));
    }

    /** A column's value with its name where one is known. */
    static @Nullable Object named(Names names, String name, List<@Nullable Object> row, int column) {
        Object value = row.get(column);
        if (value instanceof Long number && name.equals("direction")) {
            return number == 0 ? "ingress" : number == 1 ? "egress" : value;
        }
        if (value instanceof Long number && name.equals("tcp_flags")) {
            return TcpFlags.text(number.intValue());
        }
        if (value instanceof Long number && name.equals("sampling_origin")) {
            SamplingOrigin origin = SamplingOrigin.of(number.intValue());
            return origin == null ? value : origin.label();
        }
        String named = names.of(row, column);
        if (named == null) {
            return value;
        }
        // What a filter asks for stays visible; of protocols that is the name as well.
        return name.equals("protocol") ? named : value + " (" + named + ")";
    }
}
