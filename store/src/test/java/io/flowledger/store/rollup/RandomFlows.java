package io.flowledger.store.rollup;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.store.Flows;
import io.flowledger.store.TupleEncoder;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Batches of random flows of a few exporters, one after the other in one journal. */
public final class RandomFlows {
    private static final List<Column> COLUMNS = Stream.of(
                    "received_at",
                    "exporter",
                    "octets",
                    "packets",
                    "sampling_rate",
                    "src_addr",
                    "dst_addr",
                    "src_port",
                    "dst_port",
                    "protocol",
                    "direction",
                    "in_if",
                    "out_if",
                    "src_as",
                    "application")
            .map(FlowsLayout.FLOWS::column)
            .toList();

    private final SplittableRandom random;
    private final Instant begin;
    private long position;

    public RandomFlows(long seed, Instant begin) {
        this.random = new SplittableRandom(seed);
        this.begin = begin;
    }

    /** A batch that begins where the one before ended. */
    public Batch begun() {
        Batch batch = new Batch();
        batch.begin(position);
        return batch;
    }

    /** {@code batch}, whole. */
    public Batch ended(Batch batch) {
        batch.advance(++position);
        return batch;
    }

    /** Rows in minutes that lie 13 apart, so that there are whole hours, and several days when {@code minutes} are many. */
    public Batch batch(int rows, int minutes) {
        Batch batch = begun();
        for (int i = 0; i < rows; i++) {
            addRow(
                    batch,
                    begin.plusSeconds(random.nextInt(minutes) * 780L + random.nextInt(60)),
                    random.nextLong(1, 1L << 40));
        }
        return ended(batch);
    }

    /** A row of random values, unknown ones among them. */
    public void addRow(Batch batch, Instant receivedAt, long octets) {
        StreamKey key = Flows.key("192.0.2." + (1 + random.nextInt(3)), 9, 1);
        TupleEncoder.addRow(
                batch,
                key,
                receivedAt,
                position,
                COLUMNS,
                receivedAt,
                key.exporter().toString(),
                octets,
                random.nextInt(10) == 0 ? null : random.nextLong(1, 100_000),
                random.nextInt(3) == 0 ? null : random.nextLong(0, 5) * 500,
                random.nextInt(4) == 0 ? "2001:db8:" + random.nextInt(9) + "::1" : "10.0." + random.nextInt(9) + ".1",
                "198.51.100." + random.nextInt(30),
                random.nextInt(10) == 0 ? null : random.nextInt(1024, 1100),
                random.nextInt(20),
                random.nextBoolean() ? 6 : 17,
                random.nextInt(2),
                random.nextInt(5),
                random.nextInt(5),
                random.nextInt(64_500, 64_520),
                random.nextBoolean() ? null : "application " + random.nextInt(9));
    }
}
