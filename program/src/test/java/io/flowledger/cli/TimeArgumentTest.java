package io.flowledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimeArgumentTest {
    /** A quarter to midnight in UTC, already the next day in Berlin, where summer time began that night. */
    private static final Instant NOW = Instant.parse("2026-03-28T23:45:00Z");

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Instant utc(String text) throws Exception {
        return TimeArgument.parse(text, NOW);
    }

    private static Instant berlin(String text) throws Exception {
        return TimeArgument.parse(text, NOW, BERLIN);
    }

    @Test
    void timesOfDayAndDaysAreThoseOfTheZone() throws Exception {
        assertThat(utc("09:00")).isEqualTo("2026-03-28T09:00:00Z");
        assertThat(utc("9:00:30")).isEqualTo("2026-03-28T09:00:30Z");
        assertThat(utc("today")).isEqualTo("2026-03-28T00:00:00Z");
        assertThat(utc("Yesterday 17:30")).isEqualTo("2026-03-27T17:30:00Z");
        assertThat(berlin("today")).isEqualTo("2026-03-28T23:00:00Z");
        // Clocks went from two to three: nine is seven in UTC.
        assertThat(berlin("09:00")).isEqualTo("2026-03-29T07:00:00Z");
        assertThat(berlin("yesterday")).isEqualTo("2026-03-27T23:00:00Z");
    }

    @Test
    void whatIsWrittenWithAnOffsetHasIt() throws Exception {
        assertThat(berlin("2026-03-28T09:00")).isEqualTo("2026-03-28T08:00:00Z");
        assertThat(berlin("2026-03-28 09:00Z")).isEqualTo("2026-03-28T09:00:00Z");
        assertThat(utc("2026-03-28T09:00+02:00")).isEqualTo("2026-03-28T07:00:00Z");
        assertThat(berlin("2026-03-28")).isEqualTo("2026-03-27T23:00:00Z");
        assertThat(berlin("15m")).isEqualTo("2026-03-28T23:30:00Z");
    }

    @Test
    void timesArePrintedWithTheirOffset() {
        assertThat(TimeArgument.text(NOW, ZoneId.of("UTC"))).isEqualTo("2026-03-28T23:45:00Z");
        assertThat(TimeArgument.text(NOW, BERLIN)).isEqualTo("2026-03-29T00:45:00+01:00");
    }

    @Test
    void whatIsNoTimeOrZoneIsRefused() {
        for (String text : new String[] {"", "25:00", "tomorrow", "9", "yesterday noon", "2026-02-30"}) {
            assertThatThrownBy(() -> utc(text)).as(text).hasMessageContaining("is no time");
        }
        assertThatThrownBy(() -> TimeArgument.zone("Europe/Atlantis")).hasMessageContaining("is no time zone");
    }
}
