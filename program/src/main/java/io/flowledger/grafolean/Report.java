package io.flowledger.grafolean;

/**
 * Values of an account's interval that wait to be sent.
 *
 * @param toSeconds end of the interval, seconds since 1970
 * @param ageSeconds since its values were read
 * @param body the values as JSON
 */
record Report(long reportId, String jobId, String accountId, double toSeconds, long ageSeconds, String body) {
    private static final int LEAST_YOUNG_SECONDS = 30;

    /** Whether the present time is good enough for its values. */
    boolean isYoung() {
        return ageSeconds
                <= Math.max(LEAST_YOUNG_SECONDS, ReportInterval.ofJob(jobId).seconds() / 2);
    }
}
