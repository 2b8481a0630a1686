package io.flowledger.embedded;

import java.time.Duration;

/**
 * How the embedded server is run.
 *
 * @param durable false turns fsync off: for tests only, a power cut may then ruin the data directory
 * @param stopWithJvm true installs a shutdown hook that stops the server; a program that has an order to keep at its end
 *     passes false and calls {@link EmbeddedPostgres#close()} itself
 * @param startTimeout how long a start may take before it is given up; recovery after a crash counts too
 */
public record ServerSettings(boolean durable, boolean stopWithJvm, Duration startTimeout) {
    public ServerSettings {
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException("startTimeout must be positive, is " + startTimeout);
        }
    }

    /** Durable, stopped with the JVM, five minutes to start. */
    public static ServerSettings standard() {
        return new ServerSettings(true, true, Duration.ofMinutes(5));
    }

    public ServerSettings withDurable(boolean value) {
        return new ServerSettings(value, stopWithJvm, startTimeout);
    }

    public ServerSettings withStopWithJvm(boolean value) {
        return new ServerSettings(durable, value, startTimeout);
    }

    public ServerSettings withStartTimeout(Duration value) {
        return new ServerSettings(durable, stopWithJvm, value);
    }
}
