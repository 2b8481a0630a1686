package io.flowledger.generate;

import java.util.Locale;

/** The protocols that are generated. */
public enum GeneratedProtocol {
    V5,
    V9,
    IPFIX,
    SFLOW;

    /** As options and tables name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
