package io.flowledger.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short run of the harness; see docs/fault-harness.md for the long one. */
final class FaultTest {
    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void afterFaultsTheDatabaseHoldsWhatItHoldsWithoutThem() throws Exception {
        FaultHarness harness = new FaultHarness(FaultSettings.fromProperties(), System.out);

        harness.run();

        assertThat(harness.differences()).isEmpty();
    }
}
