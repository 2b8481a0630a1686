package io.flowledger.config;

/** A setting that cannot be used. The message says where it was set, what is wrong, and what is expected. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean fromCommandLine;

    public ConfigurationException(String message, boolean fromCommandLine) {
        super(message);
        this.fromCommandLine = fromCommandLine;
    }

    public ConfigurationException(String message) {
        this(message, false);
    }

    /** Whether the value was an option: a mistake in usage rather than in a file. */
    public boolean fromCommandLine() {
        return fromCommandLine;
    }
}
