package io.flowledger.flow.option;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who said at which rate the packets of a flow were sampled. Codes are those of column {@code sampling_origin}. */
public enum SamplingOrigin {
    /** The datagram that the flow came in: its record, or its header. */
    PACKET(1),
    /** An Options Data Record. */
    OPTION(2),
    /** The configuration, whatever the exporter says. */
    OVERRIDE(3);

    /** The code when nobody said it; the column is NULL then. */
    public static final int UNKNOWN = 0;

    private final int code;

    SamplingOrigin(int code) {
        this.code = code;
    }

    /** The number that stands for it in a row. */
    public int code() {
        return code;
    }

    /** As it is shown and kept. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The origin with {@code code}, null when it is unknown. */
    public static @Nullable SamplingOrigin of(int code) {
        for (SamplingOrigin origin : values()) {
            if (origin.code == code) {
                return origin;
            }
        }
        return null;
    }

    /** The origin shown as {@code label}, null when there is none. */
    public static @Nullable SamplingOrigin named(@Nullable String label) {
        for (SamplingOrigin origin : values()) {
            if (origin.label().equals(label)) {
                return origin;
            }
        }
        return null;
    }
}
