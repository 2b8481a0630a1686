package io.flowledger.metric;

import java.util.List;
import java.util.Locale;

/** Metrics in the text exposition format of Prometheus, version 0.0.4. */
public final class PrometheusText {
    /** Content type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();

    /** The metrics of the collector, if {@code state} has one. */
    public void collector(CollectorState state) {
        for (Metric metric : Metric.collector()) {
            write(metric.name(), metric.kind(), metric.help(), metric.samples().apply(state));
        }
    }

    /** A counter without labels. */
    public void counter(String name, String help, double value) {
        write(name, Metric.Kind.COUNTER, help, List.of(new Sample("", value)));
    }

    /** A counter with samples of its own. */
    public void counter(String name, String help, List<Sample> samples) {
        write(name, Metric.Kind.COUNTER, help, samples);
    }

    /** A gauge with samples of its own. */
    public void gauge(String name, String help, List<Sample> samples) {
        write(name, Metric.Kind.GAUGE, help, samples);
    }

    private void write(String name, Metric.Kind kind, String help, List<Sample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(help.replace("\\", "\\\\"))
                .append('\n');
        text.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append('\n');
        for (Sample sample : samples) {
            text.append(name);
            if (!sample.labels().isEmpty()) {
                text.append('{').append(sample.labels()).append('}');
            }
            text.append(' ').append(number(sample.value())).append('\n');
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
