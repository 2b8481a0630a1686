package io.flowledger.flow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.layout.Source;
import io.flowledger.flow.layout.Transform;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Column values worked out by hand, through templates of one record. */
class ColumnValueTest {
    @Test
    void theMessageGivesReceiveTimeExporterDomainAndVersion() {
        Map<String, Object> row = PlannedRecord.flows().number(4, 1, 6).row();
        assertThat(row)
                .containsEntry("received_at", Instant.parse("2023-11-14T22:13:21.500Z"))
                .containsEntry("exporter", "192.0.2.1")
                .containsEntry("observation_domain", 7L)
                .containsEntry("export_version", 10L)
                .containsEntry("protocol", 6L)
                .hasSize(5);
    }

    @Test
    void anIpv6ExporterIsShownAsSuchAndAMappedOneAsIpv4() {
        byte[] message = IpfixEncoder.message()
                .template(300, TemplateField.field(4, 1))
                .set(300, OctetWriter.octets().u8(6))
                .encode();
        assertThat(new DecodeRun().send("2001:db8::5", 0, message).get(0))
                .containsEntry("exporter", "2001:db8:0:0:0:0:0:5");
        assertThat(new DecodeRun().send("192.0.2.9", 0, message).get(0)).containsEntry("exporter", "192.0.2.9");
    }

    @Test
    void countersOfOneToEightOctetsHaveTheirValue() {
        for (int length = 1; length <= 8; length++) {
            Map<String, Object> row = PlannedRecord.flows()
                    .number(1, length, 0x7F)
                    .number(2, length, 1)
                    .row();
            assertThat(row)
                    .as("%d octets", length)
                    .containsEntry("octets", 0x7FL)
                    .containsEntry("packets", 1L);
        }
        assertThat(PlannedRecord.flows().number(1, 5, 0xFF_0000_0001L).row()).containsEntry("octets", 0xFF_0000_0001L);
        assertThat(PlannedRecord.flows().number(1, 4, 0xFFFF_FFFFL).row()).containsEntry("octets", 4_294_967_295L);
    }

    @Test
    void aCounterOfNineOctetsIsTakenWhenTheFirstIsZeroAndSaturatesWhenNot() {
        PlannedRecord fits = PlannedRecord.flows().hex(1, "00 00000000 00000105");
        assertThat(fits.row()).containsEntry("octets", 0x105L);
        assertThat(fits.ledger(LedgerCounter.VALUES_SATURATED)).isZero();
        PlannedRecord doesNot = PlannedRecord.flows().hex(1, "01 00000000 00000105");
        assertThat(doesNot.row()).containsEntry("octets", Long.MAX_VALUE);
        assertThat(doesNot.ledger(LedgerCounter.VALUES_SATURATED)).isEqualTo(1);
    }

    @Test
    void aCounterWithTheTopBitSaturatesAndIsCounted() {
        PlannedRecord planned = PlannedRecord.flows().number(1, 8, 1L << 63).number(2, 8, Long.MAX_VALUE);
        assertThat(planned.row()).containsEntry("octets", Long.MAX_VALUE).containsEntry("packets", Long.MAX_VALUE);
        assertThat(planned.ledger(LedgerCounter.VALUES_SATURATED)).isEqualTo(1);
    }

    @Test
    void aPortOfFourOctetsIsTakenAndAnImpossibleOneSaturates() {
        PlannedRecord planned = PlannedRecord.flows().number(7, 4, 443).number(11, 4, 0xFFFF_FFFFL);
        assertThat(planned.row()).containsEntry("src_port", 443L).containsEntry("dst_port", (long) Integer.MAX_VALUE);
        assertThat(planned.ledger(LedgerCounter.VALUES_SATURATED)).isEqualTo(1);
        assertThat(PlannedRecord.flows().number(4, 2, 0xFFFF).row()).containsEntry("protocol", 32_767L);
        assertThat(PlannedRecord.flows().number(7, 2, 65_535).row()).containsEntry("src_port", 65_535L);
    }

    @Test
    void tcpFlagsOfTwoOctetsKeepTwelveBits() {
        assertThat(PlannedRecord.flows().number(6, 1, 0xFF).row()).containsEntry("tcp_flags", 0xFFL);
        assertThat(PlannedRecord.flows().number(6, 2, 0x5112).row()).containsEntry("tcp_flags", 0x112L);
    }

    @Test
    void icmpTypeAndCodeComeFromOneElementOrTwo() {
        assertThat(PlannedRecord.flows().number(32, 2, 0x0301).row())
                .containsEntry("icmp_type", 3L)
                .containsEntry("icmp_code", 1L);
        assertThat(PlannedRecord.flows().number(176, 1, 8).number(177, 1, 0).row())
                .containsEntry("icmp_type", 8L)
                .containsEntry("icmp_code", 0L);
        assertThat(PlannedRecord.flows().number(139, 2, 0x8000).row())
                .containsEntry("icmp_type", 128L)
                .containsEntry("icmp_code", 0L);
    }

    @Test
    void addressesOfOneFamilyFillTheColumns() {
        assertThat(PlannedRecord.flows()
                        .address(8, "198.51.100.1")
                        .address(12, "203.0.113.7")
                        .row())
                .containsEntry("src_addr", "198.51.100.1")
                .containsEntry("dst_addr", "203.0.113.7");
        assertThat(PlannedRecord.flows()
                        .address(27, "2001:db8::1")
                        .address(28, "fe80::2")
                        .row())
                .containsEntry("src_addr", "2001:db8:0:0:0:0:0:1")
                .containsEntry("dst_addr", "fe80:0:0:0:0:0:0:2");
    }

    @Test
    void ofBothFamiliesTheOneThatIsNotZeroFillsTheColumn() {
        assertThat(PlannedRecord.flows()
                        .address(8, "0.0.0.0")
                        .address(27, "2001:db8::1")
                        .address(12, "203.0.113.7")
                        .address(28, "::")
                        .row())
                .containsEntry("src_addr", "2001:db8:0:0:0:0:0:1")
                .containsEntry("dst_addr", "203.0.113.7")
                .doesNotContainKey("extra");
        assertThat(PlannedRecord.flows().address(8, "0.0.0.0").address(27, "::").row())
                .containsEntry("src_addr", "0.0.0.0");
    }

    @Test
    void anAddressOfAnotherWidthGoesToTheDocument() {
        PlannedRecord planned = PlannedRecord.flows().hex(8, "0a 00 00 01 02").number(4, 1, 6);
        assertThat(planned.row())
                .doesNotContainKey("src_addr")
                .containsEntry("extra", "{\"sourceIPv4Address\":\"0a00000102\"}");
    }

    @Test
    void macAddressesHaveSixOctets() {
        assertThat(PlannedRecord.flows()
                        .hex(56, "00 1b 63 84 45 e6")
                        .hex(80, "ff ff ff ff ff ff")
                        .row())
                .containsEntry("src_mac", "00:1b:63:84:45:e6")
                .containsEntry("dst_mac", "ff:ff:ff:ff:ff:ff");
    }

    @Test
    void mplsLabelsAreTheUpperTwentyBitsFromTheTop() {
        assertThat(PlannedRecord.flows()
                        .hex(70, "00 06 40")
                        .hex(71, "ff ff f1")
                        .hex(72, "000000")
                        .row())
                .containsEntry("mpls_labels", List.of(100L, 1_048_575L))
                .doesNotContainKey("extra");
        assertThat(PlannedRecord.flows().hex(70, "000000").number(4, 1, 6).row())
                .doesNotContainKey("mpls_labels");
    }

    @Test
    void aNumberOfVariableLengthFillsItsColumnAndAnEmptyOneIsUnknown() {
        assertThat(PlannedRecord.flows()
                        .variable(1, new byte[] {1, 0})
                        .number(4, 1, 6)
                        .row())
                .containsEntry("octets", 256L)
                .containsEntry("protocol", 6L);
        assertThat(PlannedRecord.flows().variable(1, new byte[0]).row()).doesNotContainKey("octets");
        assertThat(PlannedRecord.flows().variable(8, new byte[] {10, 0, 0, 1}).row())
                .containsEntry("src_addr", "10.0.0.1");
        assertThat(PlannedRecord.flows().variable(8, new byte[] {10, 0, 0}).row())
                .doesNotContainKey("src_addr");
    }

    @Test
    void anElementThatComesTwiceFillsTheColumnOnceAndTheDocumentWithTheRest() {
        assertThat(PlannedRecord.flows().number(7, 2, 80).number(7, 2, 443).row())
                .containsEntry("src_port", 80L)
                .containsEntry("extra", "{\"sourceTransportPort\":443}");
    }

    @Test
    void fieldsWithoutOctetsAreAsIfTheyWereNotThere() {
        assertThat(PlannedRecord.flows().hex(1, "").number(2, 1, 9).hex(300, "").row())
                .doesNotContainKey("octets")
                .doesNotContainKey("extra")
                .containsEntry("packets", 9L);
    }

    @Test
    void aNetflow5RecordIsAsItsTableSays() {
        Map<String, Object> row = new DecodeRun()
                .send(
                        250,
                        Netflow5Encoder.datagram()
                                .engine(1, 2)
                                .sampling(1, 100)
                                .unixTime(1_700_000_000L, 500_000_000)
                                .sysUptimeMillis(60_000)
                                .record(Netflow5RecordEncoder.flow()
                                        .addresses("10.0.0.1", "10.0.0.2", "10.0.0.254")
                                        .interfaces(3, 4)
                                        .counts(5, 6000)
                                        .uptimes(50_000, 59_000)
                                        .ports(1234, 80)
                                        .protocol(6, 0x1B, 0xB8)
                                        .as(64_500, 64_501)
                                        .masks(24, 16))
                                .encode())
                .get(0);
        assertThat(row)
                .containsEntry("received_at", Instant.parse("2023-11-14T22:13:20.250Z"))
                .containsEntry("flow_start", Instant.parse("2023-11-14T22:13:10.500Z"))
                .containsEntry("flow_end", Instant.parse("2023-11-14T22:13:19.500Z"))
                .containsEntry("exporter", "192.0.2.1")
                .containsEntry("observation_domain", 258L)
                .containsEntry("export_version", 5L)
                .containsEntry("octets", 6000L)
                .containsEntry("packets", 5L)
                .containsEntry("sampling_rate", 100L)
                .containsEntry("sampling_origin", 1L)
                .containsEntry("src_addr", "10.0.0.1")
                .containsEntry("dst_addr", "10.0.0.2")
                .containsEntry("src_port", 1234L)
                .containsEntry("dst_port", 80L)
                .containsEntry("protocol", 6L)
                .containsEntry("in_if", 3L)
                .containsEntry("out_if", 4L)
                .containsEntry("tcp_flags", 0x1BL)
                .containsEntry("tos", 0xB8L)
                .containsEntry("src_as", 64_500L)
                .containsEntry("dst_as", 64_501L)
                .containsEntry("src_mask", 24L)
                .containsEntry("dst_mask", 16L)
                .containsEntry("next_hop", "10.0.0.254")
                .hasSize(24);
    }

    @Test
    void inGrafoleanWhatIsMissingIsZeroAndTimesAreWithoutAZone() {
        assertThat(PlannedRecord.of(GrafoleanLayout.GRAFOLEAN, true)
                        .address(8, "10.0.0.1")
                        .address(12, "10.0.0.2")
                        .number(371, 4, 0)
                        .row())
                .containsEntry("ts", Instant.parse("2023-11-14T22:13:21.500Z"))
                .containsEntry("client_ip", "192.0.2.1")
                .containsEntry("in_bytes", 0L)
                .containsEntry("protocol", 0L)
                .containsEntry("direction", 0L)
                .containsEntry("l4_dst_port", 0L)
                .containsEntry("l4_src_port", 0L)
                .containsEntry("input_snmp", 0L)
                .containsEntry("output_snmp", 0L)
                .containsEntry("ipvx_src_addr", "10.0.0.1")
                .containsEntry("ipvx_dst_addr", "10.0.0.2")
                .hasSize(11);
        assertThat(PlannedRecord.of(GrafoleanLayout.GRAFOLEAN, true)
                        .address(8, "10.0.0.1")
                        .address(12, "10.0.0.2")
                        .variable(1, new byte[0])
                        .row())
                .containsEntry("in_bytes", 0L);
    }

    @Test
    void inGrafoleanARecordWithoutAddressesGivesNoRowAndIsCounted() {
        PlannedRecord planned = PlannedRecord.of(GrafoleanLayout.GRAFOLEAN, true)
                .address(8, "10.0.0.1")
                .number(1, 4, 9);
        assertThat(planned.rows()).isEmpty();
        assertThat(planned.skipped(DecodeFault.REQUIRED_ELEMENT_MISSING)).isEqualTo(1);
        assertThat(planned.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(1);
    }

    @Test
    void everyColumnOfFlowsCanBeFilledFromEachOfItsSources() {
        for (Column column : FlowsLayout.FLOWS.columns()) {
            assertThat(column.extra()
                            || column.context() != null
                            || !column.sources().isEmpty())
                    .as(column.name())
                    .isTrue();
            for (Source source : column.sources()) {
                byte[] value = new byte[octets(source.transform())];
                Arrays.fill(value, (byte) 0x31);
                // As NetFlow version 9, which has numbers above 32767 too. What has a natEvent and no counter is no
                // flow.
                TemplateField[] fields = {
                    TemplateField.field(source.enterpriseNumber(), source.elementId(), value.length),
                    TemplateField.field(column.name().equals("packets") ? 1 : 2, 4)
                };
                OctetWriter record = OctetWriter.octets().raw(value).u32(7);
                List<Map<String, Object>> rows = new DecodeRun()
                        .send(
                                0,
                                source.enterpriseNumber() == 0
                                        ? Netflow9Encoder.message()
                                                .template(300, fields)
                                                .set(300, record)
                                                .encode()
                                        : IpfixEncoder.message()
                                                .template(300, fields)
                                                .set(300, record)
                                                .encode());
                assertThat(rows)
                        .as("%s from %d", column.name(), source.elementId())
                        .hasSize(1);
                assertThat(rows.get(0))
                        .as("%s from %d", column.name(), source.elementId())
                        .containsKey(column.name())
                        .doesNotContainKey("extra");
            }
        }
    }

    private static int octets(Transform transform) {
        return switch (transform) {
            case IPV6_ADDRESS -> 16;
            case MAC_ADDRESS -> 6;
            case MPLS_LABEL -> 3;
            case NTP, MILLISECONDS -> 8;
            default -> 4;
        };
    }
}
