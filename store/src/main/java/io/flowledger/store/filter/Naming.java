package io.flowledger.store.filter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the values of a word have names, the same that stand in answers: a table whose rows are looked up by name. */
enum Naming {
    /** As the configuration calls exporters. */
    EXPORTER("SELECT exporter FROM flowledger.stream WHERE name"),
    /** As an exporter calls or describes its interfaces. */
    INTERFACE("SELECT exporter, scope FROM flowledger.option_value"
            + " WHERE kind IN ('interface_name', 'interface_description') AND value"),
    /** As an exporter calls its VRFs. */
    VRF("SELECT exporter, scope FROM flowledger.option_value WHERE kind = 'vrf_name' AND value"),
    /** As an exporter calls its applications: for flows that were decoded before it did. */
    APPLICATION("SELECT exporter, application FROM flowledger.application_name WHERE name");

    private static final Map<String, Naming> BY_COLUMN = Map.of(
            "exporter", EXPORTER,
            "in_if", INTERFACE,
            "out_if", INTERFACE,
            "ingress_vrf", VRF,
            "egress_vrf", VRF,
            "application", APPLICATION);

    private final String selection;

    Naming(String selection) {
        this.selection = selection;
    }

    /** The naming of a word's values; null when they have no names. */
    static @Nullable Naming of(Word word) {
        return word.quantity() == Quantity.COLUMN ? BY_COLUMN.get(word.columns().get(0)) : null;
    }

    /** Whether a name stands in the place of a value that is no text. */
    static boolean isOfNumbers(Word word) {
        Naming naming = of(word);
        return naming != null && naming != APPLICATION;
    }

    /** Appends the condition that {@code value} has a name like {@code pattern}. */
    void appendTo(SqlText sql, String value, String exporter, String pattern) {
        switch (this) {
            case EXPORTER -> sql.add(value);
            case INTERFACE, VRF -> sql.add("(" + exporter + ", " + value + "::text)");
            case APPLICATION -> sql.add("(" + exporter + ", " + value + ")");
        }
        sql.add(" IN (" + selection + " ILIKE ").parameter(pattern).add(")");
    }
}
