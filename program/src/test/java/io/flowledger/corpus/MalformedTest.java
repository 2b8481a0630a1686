package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.fault.DecodeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Broken datagrams and captures: survived at a bounded cost, named in the books, and without effect on the next message. */
final class MalformedTest {
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** The fault that each hand-made file is there for. */
    private static final Map<String, DecodeFault> FAULTS = Map.ofEntries(
            Map.entry("empty", DecodeFault.EMPTY_DATAGRAM),
            Map.entry("one-byte", DecodeFault.HEADER_CUT),
            Map.entry("ver-0", DecodeFault.UNKNOWN_VERSION),
            Map.entry("ver-8", DecodeFault.UNSUPPORTED_VERSION),
            Map.entry("ver-65535", DecodeFault.UNKNOWN_VERSION),
            Map.entry("v5-header-only-count30", DecodeFault.COUNT_PAST_DATAGRAM),
            Map.entry("v5-short-header", DecodeFault.HEADER_CUT),
            Map.entry("v5-half-record", DecodeFault.COUNT_PAST_DATAGRAM),
            Map.entry("v5-count65535-1rec", DecodeFault.COUNT_PAST_DATAGRAM),
            Map.entry("v9-header-cut", DecodeFault.HEADER_CUT),
            Map.entry("v9-set-len0", DecodeFault.SET_LENGTH_TOO_SMALL),
            Map.entry("v9-set-len3", DecodeFault.SET_LENGTH_TOO_SMALL),
            Map.entry("v9-set-overrun", DecodeFault.SET_PAST_MESSAGE),
            Map.entry("v9-tpl-count65535", DecodeFault.TEMPLATE_CUT),
            Map.entry("v9-tpl-zero-len-fields", DecodeFault.TEMPLATE_RECORD_LENGTH_ZERO),
            Map.entry("v9-tpl-no-fields", DecodeFault.TEMPLATE_WITHOUT_FIELDS),
            Map.entry("v9-tpl-id-255", DecodeFault.TEMPLATE_ID_RESERVED),
            Map.entry("v9-otpl-odd-scope-len", DecodeFault.SCOPE_LENGTH_INVALID),
            Map.entry("v9-otpl-scope-huge", DecodeFault.TEMPLATE_CUT),
            Map.entry("v9-60000-fields-8k", DecodeFault.TEMPLATE_TOO_MANY_FIELDS),
            Map.entry("ipfix-len-0", DecodeFault.MESSAGE_LENGTH_TOO_SMALL),
            Map.entry("ipfix-len-15", DecodeFault.MESSAGE_LENGTH_TOO_SMALL),
            Map.entry("ipfix-len-over", DecodeFault.MESSAGE_LENGTH_PAST_DATAGRAM),
            Map.entry("ipfix-len-under", DecodeFault.SET_PAST_MESSAGE),
            Map.entry("ipfix-varlen-overrun", DecodeFault.VARIABLE_LENGTH_PAST_SET),
            Map.entry("ipfix-varlen-255-overrun", DecodeFault.VARIABLE_LENGTH_PAST_SET),
            Map.entry("ipfix-varlen-255-cut", DecodeFault.VARIABLE_LENGTH_PAST_SET),
            Map.entry("ipfix-pen-cut", DecodeFault.TEMPLATE_CUT),
            Map.entry("ipfix-otpl-scope0", DecodeFault.SCOPE_COUNT_INVALID),
            Map.entry("ipfix-otpl-scope-gt-fields", DecodeFault.SCOPE_COUNT_INVALID),
            Map.entry("ipfix-withdraw-all", DecodeFault.WITHDRAWAL_IGNORED),
            Map.entry("ipfix-set-id-4-to-255", DecodeFault.RESERVED_SET_ID));

    private static Path corpus() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        return Objects.requireNonNull(corpus);
    }

    /** A message with one NetFlow version 9 template and 12 records of it, real and whole. */
    private static Path good() {
        return corpus().resolve("logstash-codec-netflow/netflow9_test_valid01.dat");
    }

    @Test
    void eachBrokenFileIsSurvivedAndAGoodMessageAfterItIsRead() throws IOException {
        long rowsOfGood = rows(good());
        assertThat(rowsOfGood).isPositive();
        SoftAssertions softly = new SoftAssertions();
        int count = 0;
        try (Stream<Path> files = Files.walk(corpus().resolve("malformed"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith(".tsv")) {
                    continue;
                }
                count++;
                DecodedFiles decoded = new DecodedFiles(true, row -> {});
                assertTimeoutPreemptively(BOUND, () -> decoded.read(file), file.toString());
                long before = decoded.totals().value(LedgerCounter.ROWS);
                softly.assertThat(before)
                        .as("rows of %s: no more than octets", file)
                        .isLessThanOrEqualTo(Files.size(file));
                decoded.read(good());
                softly.assertThat(decoded.totals().value(LedgerCounter.ROWS) - before)
                        .as("rows of a good message after %s", file)
                        .isEqualTo(rowsOfGood);
                balanced(softly, file, decoded);
            }
        }
        softly.assertAll();
        assertThat(count).isGreaterThanOrEqualTo(80);
    }

    @Test
    void whatIsWrongWithEachHandMadeFileIsCountedByName() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (Map.Entry<String, DecodeFault> entry : FAULTS.entrySet()) {
            DecodedFiles decoded = new DecodedFiles(true, row -> {});
            decoded.read(corpus().resolve("malformed/crafted/" + entry.getKey() + ".dat"));
            softly.assertThat(faults(decoded)).as(entry.getKey()).contains(entry.getValue());
        }
        softly.assertAll();
    }

    @Test
    void recordsOfEmptyStringsAreRows() throws IOException {
        assertThat(rows(corpus().resolve("malformed/crafted/ipfix-varlen-zero.dat")))
                .isEqualTo(3);
    }

    @Test
    void allBrokenFilesInOneStreamCostNoMemoryBeyondTheBounds() throws IOException {
        DecodedFiles decoded = new DecodedFiles(true, row -> {});
        try (Stream<Path> files = Files.walk(corpus().resolve("malformed"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(dat|ipfix|pcap)"))
                    .sorted()
                    .toList()) {
                decoded.read(file);
            }
        }
        long before = used();
        for (int round = 0; round < 20; round++) {
            try (Stream<Path> files = Files.walk(corpus().resolve("malformed/crafted"))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".dat")).toList()) {
                    decoded.read(file);
                }
            }
        }
        // Sets that wait for a template may be kept; what is kept is at most what was sent.
        assertThat(used() - before).isLessThan(32L << 20);
        assertThat(decoded.totals().value(LedgerCounter.DATAGRAMS_RECEIVED)).isGreaterThan(1000);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long rows(Path file) throws IOException {
        DecodedFiles decoded = new DecodedFiles(true, row -> {});
        decoded.read(file);
        return decoded.totals().value(LedgerCounter.ROWS);
    }

    private static Set<DecodeFault> faults(DecodedFiles decoded) {
        Set<DecodeFault> faults = EnumSet.noneOf(DecodeFault.class);
        faults.addAll(decoded.totals().reasons(LedgerCounter.DATAGRAMS_REFUSED).keySet());
        faults.addAll(decoded.totals().reasons(LedgerCounter.SETS_SKIPPED).keySet());
        faults.addAll(decoded.totals().reasons(LedgerCounter.RECORDS_SKIPPED).keySet());
        return faults;
    }

    /** Each datagram is in one account, and each record. */
    private static void balanced(SoftAssertions softly, Path file, DecodedFiles decoded) {
        softly.assertThat(decoded.totals().value(LedgerCounter.DATAGRAMS_RECEIVED))
                .as("datagrams of %s", file)
                .isEqualTo(decoded.totals().value(LedgerCounter.DATAGRAMS_STORED)
                        + decoded.totals().value(LedgerCounter.DATAGRAMS_PARKED)
                        + decoded.totals().value(LedgerCounter.DATAGRAMS_REFUSED));
        softly.assertThat(decoded.totals().value(LedgerCounter.RECORDS_SEEN)
                        + decoded.totals().value(LedgerCounter.REVERSE_ROWS))
                .as("records of %s", file)
                .isEqualTo(decoded.totals().value(LedgerCounter.ROWS)
                        + decoded.totals().value(LedgerCounter.OPTIONS_RECORDS)
                        + decoded.totals().value(LedgerCounter.RECORDS_SKIPPED));
    }
}
