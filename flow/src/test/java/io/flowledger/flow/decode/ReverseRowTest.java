package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.layout.GrafoleanLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Biflows (RFC 5103) and firewall records of two directions. */
class ReverseRowTest {
    private static final long REVERSE = 29305;

    private static final TemplateField[] BIFLOW = {
        TemplateField.field(8, 4),
        TemplateField.field(12, 4),
        TemplateField.field(7, 2),
        TemplateField.field(11, 2),
        TemplateField.field(4, 1),
        TemplateField.field(6, 1),
        TemplateField.field(10, 4),
        TemplateField.field(152, 8),
        TemplateField.field(1, 8),
        TemplateField.field(2, 4),
        TemplateField.field(148, 4),
        TemplateField.field(REVERSE, 1, 8),
        TemplateField.field(REVERSE, 2, 4),
        TemplateField.field(REVERSE, 6, 1),
        TemplateField.field(REVERSE, 152, 8),
        TemplateField.field(REVERSE, 5, 1),
        TemplateField.field(REVERSE, 184, 4)
    };

    private static OctetWriter biflow(long reverseOctets, long reversePackets) {
        return OctetWriter.octets()
                .address("10.0.0.1")
                .address("10.0.0.2")
                .u16(40_000)
                .u16(443)
                .u8(6)
                .u8(0x12)
                .u32(3)
                .u64(1_700_000_000_000L)
                .u64(1000)
                .u32(10)
                .u32(77)
                .u64(reverseOctets)
                .u32(reversePackets)
                .u8(0x1B)
                .u64(1_700_000_000_020L)
                .u8(0x20)
                .u32(99);
    }

    @Test
    void aBiflowGivesARowForEachDirection() {
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> rows = run.send(
                0,
                IpfixEncoder.message()
                        .template(300, BIFLOW)
                        .set(300, biflow(5000, 20))
                        .encode());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("src_addr", "10.0.0.1")
                .containsEntry("dst_addr", "10.0.0.2")
                .containsEntry("src_port", 40_000L)
                .containsEntry("dst_port", 443L)
                .containsEntry("octets", 1000L)
                .containsEntry("packets", 10L)
                .containsEntry("tcp_flags", 0x12L)
                .containsEntry("in_if", 3L)
                .containsEntry("flow_start", Instant.parse("2023-11-14T22:13:20Z"))
                .containsEntry("extra", "{\"flowId\":77}")
                .doesNotContainKey("tos");
        assertThat(rows.get(1))
                .containsEntry("src_addr", "10.0.0.2")
                .containsEntry("dst_addr", "10.0.0.1")
                .containsEntry("src_port", 443L)
                .containsEntry("dst_port", 40_000L)
                .containsEntry("protocol", 6L)
                .containsEntry("octets", 5000L)
                .containsEntry("packets", 20L)
                .containsEntry("tcp_flags", 0x1BL)
                .containsEntry("tos", 0x20L)
                .containsEntry("out_if", 3L)
                .containsEntry("flow_start", Instant.parse("2023-11-14T22:13:20.020Z"))
                .containsEntry("extra", "{\"reverseTcpSequenceNumber\":99}")
                .doesNotContainKey("in_if");
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.ROWS)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.REVERSE_ROWS)).isEqualTo(1);
        assertThat(run.rowTexts()).filteredOn(row -> row.contains(" reverse ")).hasSize(1);
    }

    @Test
    void aBiflowWithoutAPacketBackGivesOneRow() {
        DecodeRun run = new DecodeRun();
        assertThat(run.send(
                        0,
                        IpfixEncoder.message()
                                .template(300, BIFLOW)
                                .set(300, biflow(0, 0), biflow(1, 0), biflow(0, 1))
                                .encode()))
                .hasSize(5);
        assertThat(run.ledger(LedgerCounter.REVERSE_ROWS)).isEqualTo(2);
    }

    @Test
    void reverseElementsWithoutACounterStayInTheDocument() {
        assertThat(new DecodeRun()
                        .send(
                                0,
                                IpfixEncoder.message()
                                        .template(300, TemplateField.field(1, 4), TemplateField.field(REVERSE, 6, 1))
                                        .set(300, OctetWriter.octets().u32(9).u8(2))
                                        .encode()))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row).containsEntry("extra", "{\"reverseTcpControlBits\":2}"));
    }

    @Test
    void aBiflowOfVariableLengthGivesBothRowsToo() {
        List<Map<String, Object>> rows = new DecodeRun()
                .send(
                        0,
                        IpfixEncoder.message()
                                .template(
                                        300,
                                        TemplateField.variable(371),
                                        TemplateField.field(1, 4),
                                        TemplateField.field(REVERSE, 1, 4))
                                .set(
                                        300,
                                        OctetWriter.octets()
                                                .variable("ann")
                                                .u32(9)
                                                .u32(8))
                                .encode());
        assertThat(rows).extracting(row -> row.get("username")).containsExactly("ann", "ann");
        assertThat(rows).extracting(row -> row.get("octets")).containsExactly(9L, 8L);
    }

    @Test
    void aFirewallRecordCountsWhatTheResponderSentInARowOfItsOwn() {
        // Cisco ASA NSEL flow teardown: 231 initiator octets, 232 responder octets, 233 firewall event.
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> rows = run.send(
                0,
                Netflow9Encoder.message()
                        .template(
                                263,
                                TemplateField.field(8, 4),
                                TemplateField.field(12, 4),
                                TemplateField.field(7, 2),
                                TemplateField.field(11, 2),
                                TemplateField.field(225, 4),
                                TemplateField.field(226, 4),
                                TemplateField.field(227, 2),
                                TemplateField.field(228, 2),
                                TemplateField.field(233, 1),
                                TemplateField.field(40000, 20),
                                TemplateField.field(231, 4),
                                TemplateField.field(232, 4))
                        .set(
                                263,
                                OctetWriter.octets()
                                        .address("10.0.0.1")
                                        .address("198.51.100.9")
                                        .u16(5000)
                                        .u16(53)
                                        .address("203.0.113.1")
                                        .address("198.51.100.9")
                                        .u16(61_000)
                                        .u16(53)
                                        .u8(2)
                                        .string("ann", 20)
                                        .u32(120)
                                        .u32(880))
                        .encode());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("octets", 120L)
                .containsEntry("src_addr", "10.0.0.1")
                .containsEntry("nat_src_addr", "203.0.113.1")
                .containsEntry("nat_src_port", 61_000L)
                .containsEntry("firewall_event", 2L)
                .containsEntry("username", "ann")
                .doesNotContainKey("extra");
        assertThat(rows.get(1))
                .containsEntry("octets", 880L)
                .containsEntry("src_addr", "198.51.100.9")
                .containsEntry("dst_addr", "10.0.0.1")
                .containsEntry("nat_dst_addr", "203.0.113.1")
                .containsEntry("nat_dst_port", 61_000L)
                .containsEntry("firewall_event", 2L)
                .containsEntry("username", "ann")
                .doesNotContainKey("extra");
    }

    @Test
    void aFirewallRecordWithATotalIsCountedOnceAndEarlyTranslationsFillTheirColumns() {
        assertThat(new DecodeRun()
                        .send(
                                0,
                                Netflow9Encoder.message()
                                        .template(
                                                263,
                                                TemplateField.field(233, 1),
                                                TemplateField.field(85, 4),
                                                TemplateField.field(231, 4),
                                                TemplateField.field(232, 4),
                                                TemplateField.field(40001, 4))
                                        .set(
                                                263,
                                                OctetWriter.octets()
                                                        .u8(2)
                                                        .u32(1000)
                                                        .u32(120)
                                                        .u32(880)
                                                        .address("203.0.113.1"))
                                        .encode()))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("octets", 1000L)
                        .containsEntry("nat_src_addr", "203.0.113.1")
                        .containsEntry("extra", "{\"initiatorOctets\":120,\"responderOctets\":880}"));
    }

    @Test
    void whereTheFlowHasACounterOfItsOwnTheRespondersStaysInTheDocument() {
        assertThat(new DecodeRun()
                        .send(
                                0,
                                IpfixEncoder.message()
                                        .template(
                                                300,
                                                TemplateField.field(1, 4),
                                                TemplateField.field(231, 4),
                                                TemplateField.field(232, 4))
                                        .set(
                                                300,
                                                OctetWriter.octets()
                                                        .u32(9)
                                                        .u32(4)
                                                        .u32(5))
                                        .encode()))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("octets", 9L)
                        .containsEntry("extra", "{\"initiatorOctets\":4,\"responderOctets\":5}"));
    }

    @Test
    void grafoleansTableHasNoSecondRows() {
        DecodeRun run = new DecodeRun(GrafoleanLayout.GRAFOLEAN, true, DecoderSettings.standard());
        assertThat(run.send(
                        0,
                        IpfixEncoder.message()
                                .template(300, BIFLOW)
                                .set(300, biflow(5000, 20))
                                .encode()))
                .hasSize(1);
    }
}
