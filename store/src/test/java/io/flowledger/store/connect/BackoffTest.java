package io.flowledger.store.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @Test
    void waitsDoubleFrom100MillisecondsTo10Seconds() {
        Backoff backoff = new Backoff(new SplittableRandom(1));
        long[] wholeMillis = {100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000};
        for (long whole : wholeMillis) {
            assertThat(backoff.next()).isBetween(whole * 500_000L, whole * 1_000_000L);
        }
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(100_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "08006, AWAY",
        "08001, AWAY",
        "53100, AWAY",
        "53300, AWAY",
        "57P01, AWAY",
        "57P03, AWAY",
        "57014, AWAY",
        "40001, AWAY",
        "40P01, AWAY",
        "25006, AWAY",
        "55P03, AWAY",
        "58030, AWAY",
        "XX000, AWAY",
        "28P01, STRUCTURE",
        "3D000, STRUCTURE",
        "42P01, STRUCTURE",
        "42501, STRUCTURE",
        "22003, DATA",
        "22P05, DATA",
        "23502, DATA",
        "23505, DATA",
        "0A000, DATA",
        "54000, DATA",
        "P0001, DATA",
        "23514, PARTITION_MISSING"
    })
    void anErrorSaysWhatToDo(String state, SqlFault expected) {
        assertThat(SqlFault.of(new SQLException("said", state))).isEqualTo(expected);
    }

    @Test
    void anErrorWithoutAStateIsOneOfTheConnection() {
        assertThat(SqlFault.of(new SQLException("said"))).isEqualTo(SqlFault.AWAY);
    }

    @Test
    void aStopEndsEveryWait() {
        StopSignal stop = new StopSignal();
        assertThat(stop.pause(1)).isTrue();
        stop.stop();
        assertThat(stop.pause(Long.MAX_VALUE)).isFalse();
        assertThat(stop.isStopped()).isTrue();
    }
}
