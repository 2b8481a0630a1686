package io.flowledger.cli;

import io.flowledger.flow.option.SamplingOrigin;
import io.flowledger.store.filter.KnownNames;
import io.flowledger.store.filter.TcpFlags;
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
    static @Nullable Object named(String column, @Nullable Object value) {
        if (!(value instanceof Long number)) {
            return value;
        }
        String name = switch (column) {
            case "protocol" -> KnownNames.protocol(number);
            case "src_port", "dst_port", "port" -> {
                String service = KnownNames.service(number);
                yield service == null ? null : number + " (" + service + ")";
            }
            case "direction" -> number == 0 ? "ingress" : number == 1 ? "egress" : null;
            case "sampling_origin" -> {
                SamplingOrigin origin = SamplingOrigin.of(number.intValue());
                yield origin == null ? null : origin.label();
            }
            case "tcp_flags" -> TcpFlags.text(number.intValue());
            default -> null;
        };
        return name == null ? value : name;
    }
}
