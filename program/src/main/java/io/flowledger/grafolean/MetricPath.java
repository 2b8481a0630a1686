package io.flowledger.grafolean;

/** Names of values in Grafolean. */
final class MetricPath {
    private MetricPath() {}

    /** Of a whole account. */
    static String account(ReportInterval interval, boolean egress) {
        return "netflow." + interval.label() + (egress ? ".egress" : ".ingress");
    }

    static String entity(ReportInterval interval, boolean egress, String entityId) {
        return account(interval, egress) + ".entity." + part(entityId);
    }

    /** A part of a path: what has a meaning in paths is written as its code. */
    static String part(String text) {
        return text.replace(".", "%2e").replace(":", "%3a");
    }
}
