package io.flowledger.web;

import io.flowledger.metric.PrometheusText;
import io.flowledger.metric.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the web server did since its start. Safe for all threads. */
final class RequestCounters {
    private static final int CLASSES = 6;

    final LongAdder rejected = new LongAdder();
    final LongAdder loginFailures = new LongAdder();
    private final LongAdder[] byClass = new LongAdder[CLASSES];
    private final LongAdder nanos = new LongAdder();

    RequestCounters() {
        for (int i = 0; i < CLASSES; i++) {
            byClass[i] = new LongAdder();
        }
    }

    void answered(int status, long tookNanos) {
        byClass[Math.min(CLASSES - 1, status / 100)].increment();
        nanos.add(tookNanos);
    }

    void write(PrometheusText text) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 1; i < CLASSES; i++) {
            samples.add(Sample.of("status", i + "xx", byClass[i].sum()));
        }
        text.counter("flowledger_web_requests_total", "HTTP requests answered, by class of status.", samples);
        text.counter("flowledger_web_request_seconds_total", "Time spent answering them.", nanos.sum() / 1e9);
        text.counter(
                "flowledger_web_rejected_requests_total",
                "HTTP connections closed because too many were asking at once.",
                List.of(Sample.of(rejected.sum())));
        text.counter(
                "flowledger_web_login_failures_total",
                "Logins refused: a wrong password or token.",
                List.of(Sample.of(loginFailures.sum())));
    }
}
