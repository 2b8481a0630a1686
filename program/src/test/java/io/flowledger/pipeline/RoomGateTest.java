package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.store.retention.DropReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomGateTest {
    private static final long RESERVE = 800;

    private final AtomicInteger closings = new AtomicInteger();
    private final AtomicReference<@Nullable DropReason> wanting = new AtomicReference<>();
    private long free = 10_000;
    private final RoomGate gate = new RoomGate(RESERVE, () -> free, closings::incrementAndGet);

    @AfterEach
    void close() {
        gate.close();
    }

    private RoomGate.@Nullable Shortage with(long octets) {
        free = octets;
        gate.look();
        return gate.shortage();
    }

    @Test
    void itClosesBelowHalfOfTheReserveAndOpensWhenAnEighthMoreIsFree() throws Exception {
        assertThat(with(400)).isNull();
        assertThat(with(399)).isEqualTo(RoomGate.Shortage.DISK);
        assertThat(gate.isOpen()).isFalse();
        assertThat(with(499)).isEqualTo(RoomGate.Shortage.DISK);
        assertThat(with(500)).isNull();
        assertThat(with(400)).isNull();
        assertThat(with(0)).isEqualTo(RoomGate.Shortage.DISK);
        assertThat(closings).hasValue(2);
        assertThat(gate.await(() -> true)).isFalse();
        with(10_000);
        assertThat(gate.await(() -> true)).isTrue();
    }

    @Test
    void itHeedsABudgetThatCannotBeKeptAndNotWhatRetentionSaysOfTheDisk() {
        gate.heed(wanting::get);
        wanting.set(DropReason.SPACE);
        assertThat(with(700)).isNull();
        wanting.set(DropReason.BUDGET);
        assertThat(with(700)).isEqualTo(RoomGate.Shortage.BUDGET);
        assertThat(with(100)).isEqualTo(RoomGate.Shortage.DISK);
        wanting.set(null);
        assertThat(with(700)).isNull();
        assertThat(closings).hasValue(1);
    }

    @Test
    void withoutAReserveTheDiskIsNotAskedAndWhatCannotBeAskedChangesNothing() {
        try (RoomGate without = new RoomGate(
                0,
                () -> {
                    throw new AssertionError("asked");
                },
                closings::incrementAndGet)) {
            without.look();
            assertThat(without.isOpen()).isTrue();
        }
        try (RoomGate blind = new RoomGate(
                RESERVE,
                () -> {
                    throw new UncheckedIOException(new IOException("no such disk"));
                },
                closings::incrementAndGet)) {
            blind.look();
            assertThat(blind.isOpen()).isTrue();
        }
        assertThat(closings).hasValue(0);
    }
}
