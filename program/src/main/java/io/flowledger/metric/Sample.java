package io.flowledger.metric;

/**
 * One figure.
 *
 * @param labels as they stand in the exposition, without braces; empty for none
 */
public record Sample(String labels, double value) {
    /** One without labels. */
    public static Sample of(long value) {
        return new Sample("", (double) value);
    }

    /** One with a label, whose value needs no escaping. */
    public static Sample of(String label, String labelValue, long value) {
        return new Sample(label + "=\"" + labelValue + "\"", (double) value);
    }
}
