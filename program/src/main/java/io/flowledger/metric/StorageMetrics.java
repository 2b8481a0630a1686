package io.flowledger.metric;

import io.flowledger.metric.Metric.Kind;
import io.flowledger.pipeline.RoomGate;
import io.flowledger.store.retention.DropReason;
import io.flowledger.store.retention.RetentionWorker;
import io.flowledger.store.rollup.RollupWorker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of the room that the tables have and of the sums that are to be made, as the workers saw them last. */
final class StorageMetrics {
    private StorageMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "flowledger_landing_stopped",
                        "1 while rows wait in the journal because there is no room: disk is disk-reserve, budget is"
                                + " database-size.",
                        StorageMetrics::stopped),
                gauge(
                        "flowledger_database_size_octets",
                        "Octets that all tables take on disk, indexes included.",
                        state -> retention(state, RetentionWorker::databaseOctets)),
                gauge(
                        "flowledger_database_limit_octets",
                        "The most that they may take; absent without a bound.",
                        state -> retention(state, worker -> worker.budgetOctets() == 0 ? -1 : worker.budgetOctets())),
                gauge(
                        "flowledger_retention_full",
                        "1 while nothing is left to drop but the newest rows, and there is still too little room.",
                        StorageMetrics::full),
                gauge("flowledger_rollup_marked_buckets", "Minutes, hours and days to be summed.", state -> {
                    RollupWorker.Marked marked = marked(state);
                    return Metric.known(marked == null ? -1 : marked.buckets());
                }),
                gauge(
                        "flowledger_rollup_oldest_mark_age_seconds",
                        "Seconds since the rows of the bucket that waits longest to be summed were changed.",
                        state -> age(marked(state), Clock.systemUTC().instant())));
    }

    private static Metric gauge(String name, String help, Function<CollectorState, List<Sample>> samples) {
        return new Metric(name, Kind.GAUGE, help, samples);
    }

    private static List<Sample> stopped(CollectorState state) {
        RoomGate room = state.room();
        List<Sample> samples = new ArrayList<>();
        for (RoomGate.Shortage each : room == null ? new RoomGate.Shortage[0] : RoomGate.Shortage.values()) {
            samples.add(Sample.of("reason", each.key(), room != null && room.shortage() == each ? 1 : 0));
        }
        return samples;
    }

    private static List<Sample> full(CollectorState state) {
        RetentionWorker worker = state.retention();
        List<Sample> samples = new ArrayList<>();
        for (DropReason reason :
                worker == null ? List.<DropReason>of() : List.of(DropReason.BUDGET, DropReason.SPACE)) {
            samples.add(Sample.of("reason", reason.key(), worker != null && worker.shortage() == reason ? 1 : 0));
        }
        return samples;
    }

    private static List<Sample> retention(CollectorState state, ToLongFunction<RetentionWorker> value) {
        RetentionWorker worker = state.retention();
        return Metric.known(worker == null ? -1 : value.applyAsLong(worker));
    }

    private static RollupWorker.@Nullable Marked marked(CollectorState state) {
        RollupWorker worker = state.rollup();
        return worker == null ? null : worker.marked();
    }

    static List<Sample> age(RollupWorker.@Nullable Marked marked, Instant now) {
        if (marked == null) {
            return List.of();
        }
        Instant oldest = marked.oldest();
        return Metric.known(
                oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toSeconds()));
    }
}
