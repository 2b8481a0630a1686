package io.flowledger.grafolean;

/** The intervals that are reported; each begins at a time of its own after the start, so that they do not run at once. */
enum ReportInterval {
    MINUTE("1min", 60, 0),
    QUARTER("15min", 15 * 60, 15),
    HOUR("1h", 3600, 4 * 60 + 15),
    FOUR_HOURS("4h", 4 * 3600, 29 * 60 + 15),
    DAY("24h", 24 * 3600, 3600 + 29 * 60 + 15);

    private final String label;
    private final int seconds;
    private final int offsetSeconds;

    ReportInterval(String label, int seconds, int offsetSeconds) {
        this.label = label;
        this.seconds = seconds;
        this.offsetSeconds = offsetSeconds;
    }

    /** As paths and job ids have it. */
    String label() {
        return label;
    }

    int seconds() {
        return seconds;
    }

    /** Seconds from the start to the first run. */
    int offsetSeconds() {
        return offsetSeconds;
    }

    /** The name of an account's job in {@code netflow_bot_jobs2}, as grafolean-netflow-bot has it. */
    String jobId(String accountId) {
        return "aggr/" + label + "/" + accountId;
    }

    /** The interval of a job. */
    static ReportInterval ofJob(String jobId) {
        for (ReportInterval interval : values()) {
            if (jobId.startsWith("aggr/" + interval.label + "/")) {
                return interval;
            }
        }
        return MINUTE;
    }
}
