package io.flowledger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowledger.flow.decode.ExporterOverride;
import io.flowledger.flow.decode.ExporterOverride.KnownBy;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ExporterSettingTest {
    @Test
    void everythingCanBeSaid() {
        ExporterOverride read = ExporterSetting.parse(
                "172.17.0.1#5 address=2001:db8::5 sampling=1000 time-zone=Europe/Berlin name=edge");
        assertThat(String.valueOf(read.sender())).isEqualTo("172.17.0.1");
        assertThat(read.observationDomain()).isEqualTo(5);
        assertThat(String.valueOf(read.address())).isEqualTo("2001:db8::5");
        assertThat(read.samplingRate()).isEqualTo(1000);
        assertThat(read.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(read.name()).isEqualTo("edge");
    }

    @Test
    void anySenderAgentAndNoClock() {
        ExporterOverride read = ExporterSetting.parse("* address=agent time-zone=none");
        assertThat(read.sender()).isNull();
        assertThat(read.knownBy()).isEqualTo(KnownBy.AGENT);
        assertThat(ExporterSetting.parse("* address=exported").knownBy()).isEqualTo(KnownBy.EXPORTED);
        assertThat(read.clockIgnored()).isTrue();
    }

    @Test
    void errorsNameWhatIsWrong() {
        assertWrong("router1 sampling=5", "\"router1\" is no IP address");
        assertWrong("192.0.2.1#x sampling=5", "the domain must be a whole number within 0 to 4294967295, not \"x\"");
        assertWrong("192.0.2.1 sampling=0", "sampling must be a whole number within 1 to 2147483647, not \"0\"");
        assertWrong("192.0.2.1 time-zone=Mars", "\"Mars\" is no time zone");
        assertWrong("192.0.2.1 rate=5", "\"rate=5\" is not known");
        assertWrong("192.0.2.1", "nothing is said of it");
    }

    private static void assertWrong(String text, String problem) {
        assertThatThrownBy(() -> ExporterSetting.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("expected ADDRESS");
    }
}
