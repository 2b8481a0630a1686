package io.flowledger.cli;

import io.flowledger.config.LogLevel;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log: {@code 2026-11-24T05:00:00.123Z INFO  component: message}, one line an event. */
final class LogFormat extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
    private static final String OURS = "io.flowledger.";

    /** The JDK keeps loggers by weak reference only, and with one its level would be lost. */
    private static final List<Logger> KEPT =
            List.of(Logger.getLogger(""), Logger.getLogger("io.flowledger"), Logger.getLogger("org.postgresql"));

    private final boolean traces;

    LogFormat(boolean traces) {
        this.traces = traces;
    }

    /** Sends everything to one stream; a second call replaces the first. */
    static void install(LogLevel level, PrintStream to) {
        Logger root = KEPT.get(0);
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new StreamLog(to, new LogFormat(level.compareTo(LogLevel.DEBUG) >= 0)));
        root.setLevel(Level.WARNING);
        KEPT.get(1).setLevel(level.level());
        // What pgjdbc logs it also throws, and we say it where it matters.
        KEPT.get(2).setLevel(Level.OFF);
    }

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(TIME.format(event.getInstant()))
                .append(' ')
                .append(name(event.getLevel()))
                .append(' ')
                .append(component(event.getLoggerName()))
                .append(": ")
                .append(formatMessage(event));
        Throwable thrown = event.getThrown();
        if (thrown != null && traces) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append('\n').append(trace.toString().stripTrailing());
        } else if (thrown != null) {
            line.append(" (").append(thrown).append(')');
        }
        return line.append('\n').toString();
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /** The package below ours; of others the class. */
    private static String component(String logger) {
        if (logger.startsWith(OURS)) {
            String rest = logger.substring(OURS.length());
            int dot = rest.indexOf('.');
            return dot < 0 ? rest : rest.substring(0, dot);
        }
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static final class StreamLog extends Handler {
        private final PrintStream to;

        StreamLog(PrintStream to, Formatter formatter) {
            this.to = to;
            setFormatter(formatter);
        }

        @Override
        public void publish(LogRecord event) {
            if (isLoggable(event)) {
                to.print(getFormatter().format(event));
                to.flush();
            }
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {}
    }

    /** Keeps the log working while the JVM goes down: the JDK's own manager drops all handlers as its first act. */
    public static final class LastingLogManager extends LogManager {
        @Override
        public void reset() {}
    }
}
