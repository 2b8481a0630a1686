package io.flowledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.Corpus.ExpectedSet;
import io.flowledger.wire.fault.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Real exports: as many records and the same sums as an independent decoder found. */
final class CorpusTest {
    /**
     * Options records more or less than expected, by set, each with its reason. netflow_parser/options_no_data is made by
     * hand; its option scope length is no multiple of four, which RFC 3954 section 6.1 does not allow for, so its template
     * and the record that follows are refused.
     */
    private static final Map<String, Integer> DEVIATIONS = Map.of("netflow_parser/options_no_data", -1);

    @Test
    void eachSetHasTheRecordsAndSumsThatAnIndependentDecoderFound() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (ExpectedSet expected : Corpus.expectedSets()) {
            MessageWalk walk = new MessageWalk(Limits.standard());
            for (Path file : expected.files()) {
                if (file.toString().endsWith(".ipfix")) {
                    walk.walkStream(Corpus.read(file));
                } else {
                    walk.walk(Corpus.read(file));
                }
            }
            String context = expected.name() + " " + walk.faults;
            softly.assertThat(walk.flowRecords)
                    .as("flow records of %s", context)
                    .isEqualTo(expected.flowRecords() + expected.recoverable());
            softly.assertThat(walk.optionsRecords)
                    .as("options records of %s", context)
                    .isEqualTo(expected.optionsRecords() + DEVIATIONS.getOrDefault(expected.name(), 0));
            if (expected.recoverable() == 0) {
                // The expected sums leave out the records that come before their template.
                softly.assertThat(walk.octets).as("octets of %s", context).isEqualTo(expected.octets());
                softly.assertThat(walk.packets).as("packets of %s", context).isEqualTo(expected.packets());
            }
            compared++;
        }
        softly.assertAll();
        assertThat(compared).isGreaterThan(80);
    }
}
