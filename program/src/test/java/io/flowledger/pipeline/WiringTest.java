package io.flowledger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.config.ConfigurationLoader;
import io.flowledger.config.Setting;
import io.flowledger.flow.decode.DecoderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringTest {
    @TempDir
    private Path home;

    private DecoderSettings decoder(Map<Setting, List<String>> options) throws Exception {
        ConfigurationLoader loader = new ConfigurationLoader(Map.of(), home);
        return Wiring.live(loader.configuration(loader.load(null, options))).decoder();
    }

    @Test
    void boundsOfTestsAreThoseOfRun() throws Exception {
        assertThat(decoder(Map.of())).isEqualTo(DecoderSettings.standard().withRateAge(Duration.ofMinutes(10)));
    }

    @Test
    void limitsOfTheConfigurationAreThoseOfTheDecoder() throws Exception {
        DecoderSettings decoder = decoder(Map.of(
                Setting.EXPORTER_LIMIT,
                List.of("30"),
                Setting.TEMPLATE_LIMIT,
                List.of("20"),
                Setting.FIELD_LIMIT,
                List.of("500")));
        assertThat(decoder.sessions()).isEqualTo(30);
        assertThat(decoder.limits().templatesPerSession()).isEqualTo(20);
        assertThat(decoder.limits().fieldsPerSession()).isEqualTo(500);
        assertThat(decoder.limits().fieldsPerTemplate()).isEqualTo(1024);
    }
}
