package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.corpus.ExpectedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each NetFlow version 5, 9 and IPFIX set of the corpus gives the records, sums and values that independent decoders found; where
 * it does not, {@link Deviations} says why.
 */
final class CorpusTest {
    @TestFactory
    List<DynamicTest> eachSetGivesWhatIndependentDecodersFound() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        List<DynamicTest> tests = new ArrayList<>();
        for (ExpectedSet set : ExpectedSet.all(Objects.requireNonNull(corpus))) {
            if (set.hasVersion("5") || set.hasVersion("9") || set.hasVersion("10")) {
                tests.add(DynamicTest.dynamicTest(
                        set.name(),
                        () -> assertThat(differences(set))
                                .as("what differs from EXPECTED.jsonl")
                                .isEqualTo(Deviations.of(set.name()))));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(120);
        return tests;
    }

    @org.junit.jupiter.api.Test
    void eachDeviationBelongsToASet() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        assertThat(ExpectedSet.all(Objects.requireNonNull(corpus)).stream().map(ExpectedSet::name))
                .containsAll(Deviations.sets());
    }

    /** What differs, by what it is: "expected, found". */
    private static Map<String, String> differences(ExpectedSet set) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        DecodedFiles decoded = new DecodedFiles(true, rows::add);
        int datagrams = 0;
        for (Object file : (List<?>) Objects.requireNonNull(set.values().get("files"))) {
            datagrams += decoded.read(set.corpus().resolve((String) file));
        }
        Map<String, String> differences = new TreeMap<>();
        note(differences, "datagrams", set.number("packets"), datagrams);
        note(
                differences,
                "flow_records",
                set.number("flow_records") + set.number("records_recoverable_by_buffering"),
                rows.size());
        note(
                differences,
                "options_records",
                set.number("options_records") + set.number("counter_samples"),
                decoded.totals().value(LedgerCounter.OPTIONS_RECORDS));
        note(differences, "templates", set.number("templates"), decoded.templateRecords());
        if (set.number("records_recoverable_by_buffering") == 0) {
            // The corpus' sums leave out records that come before their template.
            note(differences, "sum_octets", set.number("sum_octets"), sum(rows, "octets"));
            note(differences, "sum_packets", set.number("sum_packets"), sum(rows, "packets"));
        }
        assertThat(decoded.totals().value(LedgerCounter.ROWS) - decoded.totals().value(LedgerCounter.REVERSE_ROWS))
                .isEqualTo(rows.size());
        record(differences, set, "first_record", rows);
        record(differences, set, "last_record", rows);
        return differences;
    }

    private static void record(
            Map<String, String> differences, ExpectedSet set, String which, List<Map<String, Object>> rows) {
        Map<String, Object> record = set.object(which);
        if (record != null) {
            ExpectedRow.fewestDifferences(ExpectedRow.of(record), rows)
                    .forEach((column, difference) -> differences.put(which + "." + column, difference));
        }
    }

    private static void note(Map<String, String> differences, String what, long expected, long found) {
        if (expected != found) {
            differences.put(what, expected + ", found " + found);
        }
    }

    private static long sum(List<Map<String, Object>> rows, String column) {
        return rows.stream()
                .mapToLong(row -> row.get(column) instanceof Long number ? number : 0)
                .sum();
    }
}
