package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.corpus.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousands of records of real exporters: every sum is what tshark and nfdump found, and no datagram was missed. */
final class RecordingsTest {
    private final Map<String, Long> sums = new TreeMap<>();
    private final Map<String, Object> protocols = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fprobe-v5",
                "softflowd-v5",
                "softflowd-v9",
                "softflowd-ipfix",
                "pmacct-nfprobe-v9",
                "pmacct-nfprobe-ipfix"
            })
    void theSumsAreThoseOfOtherDecodersAndNothingIsMissing(String recording) throws IOException {
        Path directory = ExpectedSet.directory("flowledger.recordings");
        Assumptions.assumeTrue(directory != null, "system property flowledger.recordings names no directory");
        Path file = Objects.requireNonNull(directory).resolve(recording + ".pcap");
        Map<String, Object> truth = truth(directory, recording);
        // By tshark's reading of NetFlow version 9, which ends at the header's count, 23 records have no protocol; the
        // IPFIX
        // recording is of the same flows.
        Object protocolsOfTruth = recording.equals("softflowd-v9")
                ? truth(directory, "softflowd-ipfix").get("protocols")
                : truth.get("protocols");

        DecodedFiles decoded = new DecodedFiles(false, this::add);
        int datagrams = decoded.read(file);

        assertThat((long) datagrams).isEqualTo(truth.get("datagrams"));
        assertThat(sums.get("rows")).isEqualTo(truth.get("records"));
        assertThat(sums.get("octets")).isEqualTo(truth.get("sum_octets"));
        assertThat(sums.get("packets")).isEqualTo(truth.get("sum_packets"));
        assertThat(sums.get("src_port")).isEqualTo(truth.get("sum_src_port"));
        assertThat(sums.get("dst_port")).isEqualTo(truth.get("sum_dst_port"));
        assertThat(protocols).isEqualTo(protocolsOfTruth);
        for (LedgerCounter none : new LedgerCounter[] {
            LedgerCounter.SEQUENCE_LOST,
            LedgerCounter.SEQUENCE_DUPLICATE,
            LedgerCounter.SEQUENCE_REORDERED,
            LedgerCounter.SEQUENCE_RESTARTS,
            LedgerCounter.SEQUENCE_UNKNOWN,
            LedgerCounter.DATAGRAMS_REFUSED,
            LedgerCounter.DATAGRAMS_PARKED,
            LedgerCounter.SETS_SKIPPED,
            LedgerCounter.RECORDS_SKIPPED,
            LedgerCounter.VALUES_SATURATED
        }) {
            assertThat(decoded.totals().value(none)).as(none.name()).isZero();
        }
    }

    private static Map<String, Object> truth(Path directory, String recording) throws IOException {
        return JsonValue.object(Files.readString(directory.resolve(recording + ".truth.json")));
    }

    private void add(Map<String, Object> row) {
        sums.merge("rows", 1L, Long::sum);
        for (String column : new String[] {"octets", "packets", "src_port", "dst_port"}) {
            if (row.get(column) instanceof Long number) {
                sums.merge(column, number, Long::sum);
            }
        }
        protocols.merge(Objects.toString(row.get("protocol")), 1L, (before, one) -> (Long) before + (Long) one);
    }
}
