package io.flowledger.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.corpus.ExpectedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each sFlow set of the corpus gives the rows, sums and values that an independent decoder found; where it does not, the reason
 * is beside the difference.
 */
final class SflowCorpusTest {
    /** "input interface not known": a source of traffic within the device ("sFlow Version 5" section 5, interface). */
    private static final String INTERNAL = Long.toString(0x3FFF_FFFFL);

    private static Path corpus() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        return Objects.requireNonNull(corpus);
    }

    @TestFactory
    List<DynamicTest> eachSetGivesWhatAnIndependentDecoderFound() {
        List<DynamicTest> tests = new ArrayList<>();
        for (ExpectedSet set : ExpectedSet.all(corpus())) {
            if (set.hasVersion("sflow5")) {
                tests.add(DynamicTest.dynamicTest(
                        set.name(), () -> assertThat(differences(set)).isEqualTo(deviations(set.name()))));
            }
        }
        assertThat(tests).hasSizeGreaterThanOrEqualTo(25);
        return tests;
    }

    private static Map<String, String> deviations(String set) {
        return switch (set) {
            // Seven sampled_ethernet records, each of a frame of 16 octets; the expected sums count raw headers only.
            case "gopacket/SFlowEthernetFramePacket" ->
                Map.of("sum_octets", "0, found 112", "sum_octets_scaled", "0, found 112000");
            // 4294967295 is no prefix length, and the sample's length ends before the destination's.
            case "gopacket/SFlowTestPacket5" ->
                Map.of("first_record.src_mask", "4294967295, found null", "first_record.dst_mask", "0, found null");
            // The sample's length ends within the next hop: what follows is not the sample's.
            case "gopacket/SFlowTestPacket8" ->
                Map.of("first_record.src_mask", "0, found null", "first_record.dst_mask", "0, found null");
            default -> Map.of();
        };
    }

    private static Map<String, String> differences(ExpectedSet set) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        DecodedFiles decoded = new DecodedFiles(false, rows::add);
        for (Object file : (List<?>) Objects.requireNonNull(set.values().get("files"))) {
            decoded.read(set.corpus().resolve((String) file));
        }
        Map<String, String> differences = new TreeMap<>();
        note(differences, "flow_records", set.number("flow_records"), rows.size());
        note(differences, "sum_octets", set.number("sum_octets"), sum(rows, "octets", false));
        note(differences, "sum_packets", set.number("sum_packets"), sum(rows, "packets", false));
        if (set.values().containsKey("sum_octets_scaled")) {
            note(differences, "sum_octets_scaled", set.number("sum_octets_scaled"), sum(rows, "octets", true));
            note(differences, "sum_packets_scaled", set.number("sum_packets_scaled"), sum(rows, "packets", true));
        }
        note(
                differences,
                "counter_samples",
                set.number("counter_samples"),
                decoded.totals().value(LedgerCounter.OPTIONS_RECORDS));
        note(
                differences,
                "drop_samples",
                set.number("drop_samples"),
                decoded.totals().value(LedgerCounter.DISCARDED_PACKETS));
        note(
                differences,
                "drop rows",
                set.number("drop_samples"),
                decoded.sideRows(SideTable.DISCARDED_PACKET).size());
        record(differences, "first_record", set.object("first_record"), rows);
        record(differences, "last_record", set.object("last_record"), rows);
        record(differences, "first_drop", set.object("first_drop"), decoded.sideRows(SideTable.DISCARDED_PACKET));
        return differences;
    }

    private static void record(
            Map<String, String> differences,
            String which,
            @Nullable Map<String, Object> expected,
            List<Map<String, Object>> rows) {
        if (expected == null) {
            return;
        }
        Map<String, String> row = ExpectedRow.of(expected);
        rename(expected, "rate", row, "sampling_rate");
        rename(expected, "drop_reason", row, "reason");
        rename(expected, "bgp_next_hop", row, "bgp_next_hop");
        if (expected.containsKey("icmp")) {
            List<?> icmp = (List<?>) Objects.requireNonNull(expected.get("icmp"));
            row.put("icmp_type", icmp.get(0).toString());
            row.put("icmp_code", icmp.get(1).toString());
        }
        if (which.equals("first_drop") || expected.containsKey("in_if_fmt")) {
            interfaces(expected, row);
        }
        for (String vlan : new String[] {"vlan", "post_vlan"}) {
            if ("0".equals(row.get(vlan))) {
                row.remove(vlan); // untagged: NULL, or the tag of the header
            }
        }
        if (which.equals("first_drop")) {
            row.remove("packets"); // each row is one packet: the table has no such column
        }
        ExpectedRow.fewestDifferences(row, rows)
                .forEach((column, difference) -> differences.put(which + "." + column, difference));
    }

    /** 0 is unknown, INTERNAL the device itself, and other formats are no single interface: NULL. */
    private static void interfaces(Map<String, Object> expected, Map<String, String> row) {
        for (String side : new String[] {"in_if", "out_if"}) {
            Object format = expected.get(side + "_fmt");
            if ((format != null && !format.toString().equals("0"))
                    || "0".equals(row.get(side))
                    || INTERNAL.equals(row.get(side))) {
                row.put(side, "null");
            }
        }
    }

    private static void rename(Map<String, Object> expected, String field, Map<String, String> row, String column) {
        Object value = expected.get(field);
        if (value != null) {
            row.put(column, value.toString());
        }
    }

    private static void note(Map<String, String> differences, String what, long expected, long found) {
        if (expected != found) {
            differences.put(what, expected + ", found " + found);
        }
    }

    private static long sum(List<Map<String, Object>> rows, String column, boolean scaled) {
        return rows.stream()
                .mapToLong(row -> number(row, column) * (scaled ? Math.max(1, number(row, "sampling_rate")) : 1))
                .sum();
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Long number ? number : 0;
    }

    /** Values that tshark 4.0 read from the same recording. */
    @Test
    void theRecordingOfPmacctsAgentGivesWhatTsharkReads() throws IOException {
        Path recordings = ExpectedSet.directory("flowledger.recordings");
        Assumptions.assumeTrue(recordings != null, "system property flowledger.recordings names no directory");
        long[] sums = new long[4];
        DecodedFiles decoded = new DecodedFiles(false, row -> {
            sums[0]++;
            sums[1] += number(row, "octets");
            sums[2] += number(row, "sampling_rate");
            sums[3] += row.containsKey("src_addr") ? 1 : 0;
        });
        assertThat(decoded.read(Objects.requireNonNull(recordings).resolve("pmacct-sfprobe.pcap")))
                .isEqualTo(2445);
        assertThat(sums[0]).isEqualTo(20157);
        assertThat(sums[1]).isEqualTo(12381966);
        assertThat(sums[2]).isEqualTo(20157);
        assertThat(sums[3]).isEqualTo(20157);
        assertThat(decoded.sideRows(SideTable.SFLOW_COUNTER)).hasSize(1);
        assertThat(decoded.totals().value(LedgerCounter.RECORDS_SEEN)).isEqualTo(20158);
        assertThat(decoded.totals().value(LedgerCounter.SEQUENCE_LOST)).isZero();
        assertThat(decoded.totals().value(LedgerCounter.SETS_SKIPPED)).isZero();
    }
}
