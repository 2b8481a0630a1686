package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.corpus.ExpectedSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds docs/reference/devices.md against the captures; {@code -Dflowledger.reference=write} makes it anew. */
final class DevicesTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "devices.md");

    @Test
    void thePageSaysWhereTheFieldsOfEachFamilyLand() throws Exception {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        String page = Devices.page(Objects.requireNonNull(corpus));
        if ("write".equals(System.getProperty("flowledger.reference"))) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; -Dflowledger.reference=write makes it anew", PAGE)
                .isEqualTo(page);
    }
}
