package io.flowledger.flow.plan;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NatEventTest {
    @Test
    void aSessionEventGoesToItsOwnTable() {
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> flows = run.send(
                0,
                IpfixEncoder.message()
                        .template(
                                300,
                                field(323, 8),
                                field(8, 4),
                                field(225, 4),
                                field(7, 2),
                                field(227, 2),
                                field(12, 4),
                                field(11, 2),
                                field(4, 1),
                                field(230, 1),
                                field(234, 4))
                        .set(
                                300,
                                OctetWriter.octets()
                                        .u64(1_700_000_000_123L)
                                        .address("100.64.0.7")
                                        .address("203.0.113.5")
                                        .u16(40_000)
                                        .u16(1025)
                                        .address("198.51.100.1")
                                        .u16(443)
                                        .u8(6)
                                        .u8(4)
                                        .u32(11))
                        .encode());
        assertThat(flows).isEmpty();
        List<Map<String, Object>> rows = run.sideRows(SideTable.NAT_EVENT);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("event_at", Instant.ofEpochMilli(1_700_000_000_123L))
                .containsEntry("event", 4L)
                .containsEntry("protocol", 6L)
                .containsEntry("inside_addr", "100.64.0.7")
                .containsEntry("inside_port", 40_000L)
                .containsEntry("outside_addr", "203.0.113.5")
                .containsEntry("outside_port", 1025L)
                .containsEntry("dst_addr", "198.51.100.1")
                .containsEntry("dst_port", 443L)
                .containsEntry("ingress_vrf", 11L)
                .doesNotContainKeys("port_start", "extra");
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.NAT_EVENTS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.ROWS)).isZero();
    }

    @Test
    void aPortBlockWithoutATimeHasThatOfTheExport() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .exportTimeSeconds(1_600_000_000)
                        .template(300, field(27, 16), field(225, 4), field(361, 2), field(362, 2), variable(371))
                        .set(
                                300,
                                OctetWriter.octets()
                                        .address("2001:db8::7")
                                        .address("203.0.113.5")
                                        .u16(1024)
                                        .u16(2047)
                                        .variable("user"))
                        .encode());
        assertThat(run.sideRows(SideTable.NAT_EVENT).get(0))
                .containsEntry("event_at", Instant.ofEpochSecond(1_600_000_000))
                .containsEntry("inside_addr", "2001:db8:0:0:0:0:0:7")
                .containsEntry("outside_addr", "203.0.113.5")
                .containsEntry("port_start", 1024L)
                .containsEntry("port_end", 2047L)
                .containsEntry("username", "user")
                .doesNotContainKeys("event", "outside_port");
    }

    @Test
    void aFlowThatCountsTrafficStaysAFlow() {
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> flows = run.send(
                0,
                Netflow9Encoder.message()
                        .template(300, field(230, 1), field(1, 4), field(225, 4))
                        .set(300, OctetWriter.octets().u8(1).u32(99).address("203.0.113.5"))
                        .encode());
        assertThat(flows).hasSize(1);
        assertThat(flows.get(0)).containsEntry("nat_event", 1L).containsEntry("nat_src_addr", "203.0.113.5");
        assertThat(run.sideRows(SideTable.NAT_EVENT)).isEmpty();
    }

    @Test
    void aFirewallEventStaysAFlowAndWithoutACounterCountsNothing() {
        DecodeRun run = new DecodeRun();
        assertThat(run.send(
                        0,
                        Netflow9Encoder.message()
                                .template(300, field(233, 1), field(230, 1), field(225, 4))
                                .set(300, OctetWriter.octets().u8(1).u8(1).address("203.0.113.5"))
                                .encode()))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("firewall_event", 1L)
                        .containsEntry("nat_src_addr", "203.0.113.5")
                        .doesNotContainKeys("octets", "packets"));
    }

    /** Templates and record as in the capture ipfix_test_nokia_bras, with the end of the session after it. */
    @Test
    void nokiaTellsBeginAndEndByTheTimeAndTheInsideInText() {
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> flows = run.send(
                0,
                IpfixEncoder.message()
                        .template(256, nokia(field(152, 8), field(210, 1)))
                        .template(257, nokia(field(153, 8), field(136, 1)))
                        .set(256, nokia("10.0.1.228", 1_439_914_900_604L, 0, "USER1@10.10.0.123"))
                        .set(257, nokia("10.0.1.228", 1_439_914_960_604L, 3, "USER1@10.10.0.123"))
                        .encode());
        assertThat(flows).isEmpty();
        List<Map<String, Object>> rows = run.sideRows(SideTable.NAT_EVENT);
        assertThat(rows)
                .hasSize(2)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("inside_addr", "10.10.0.123")
                        .containsEntry("username", "USER1")
                        .containsEntry("inside_port", 22L)
                        .containsEntry("outside_addr", "10.0.1.228")
                        .containsEntry("dst_addr", "10.0.0.34")
                        .containsEntry("dst_port", 80L)
                        .containsEntry("protocol", 6L)
                        .containsEntry("ingress_vrf", 100L)
                        .containsEntry("egress_vrf", 0L)
                        .doesNotContainKey("outside_port"));
        assertThat(rows.get(0))
                .containsEntry("event", 4L)
                .containsEntry("event_at", Instant.ofEpochMilli(1_439_914_900_604L));
        assertThat(rows.get(1))
                .containsEntry("event", 5L)
                .containsEntry("event_at", Instant.ofEpochMilli(1_439_914_960_604L));
        assertThat(String.valueOf(rows.get(0).get("extra"))).contains("USER1@10.10.0.123");
    }

    private static TemplateField[] nokia(TemplateField time, TemplateField last) {
        return new TemplateField[] {
            field(148, 8),
            field(8, 4),
            field(12, 4),
            field(7, 2),
            field(11, 2),
            time,
            field(4, 1),
            last,
            field(637, 91, 2),
            field(637, 92, 2),
            variable(637, 93)
        };
    }

    private static OctetWriter nokia(String outside, long millis, int last, String subscriber) {
        return OctetWriter.octets()
                .u64(9)
                .address(outside)
                .address("10.0.0.34")
                .u16(22)
                .u16(80)
                .u64(millis)
                .u8(6)
                .u8(last)
                .u16(100)
                .u16(0)
                .variable(subscriber);
    }

    @Test
    void nokiasSecondFormatHasThePortOutside() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .template(258, field(225, 4), field(7, 2), field(227, 2), field(152, 8), variable(637, 93))
                        .set(
                                258,
                                OctetWriter.octets()
                                        .address("203.0.113.5")
                                        .u16(40_000)
                                        .u16(1025)
                                        .u64(1_439_914_900_604L)
                                        .variable("LSN-Host@2001:db8::7"))
                        .encode());
        assertThat(run.sideRows(SideTable.NAT_EVENT).get(0))
                .containsEntry("event", 4L)
                .containsEntry("inside_addr", "2001:db8:0:0:0:0:0:7")
                .containsEntry("inside_port", 40_000L)
                .containsEntry("outside_addr", "203.0.113.5")
                .containsEntry("outside_port", 1025L)
                .containsEntry("username", "LSN-Host");
    }

    @Test
    void aSubscriberWithoutAnAddressHasAName() {
        for (String text :
                List.of("USER1", "USER1@", "USER1@host", "USER1@10.10.0", "U@10.10.0.256", "U@1::2::3", "U@:1")) {
            DecodeRun run = new DecodeRun();
            run.send(
                    0,
                    IpfixEncoder.message()
                            .template(258, field(225, 4), variable(637, 93))
                            .set(
                                    258,
                                    OctetWriter.octets().address("203.0.113.5").variable(text))
                            .encode());
            assertThat(run.sideRows(SideTable.NAT_EVENT).get(0))
                    .doesNotContainKeys("inside_addr", "event")
                    .containsEntry("username", text.contains("@") ? text.substring(0, text.indexOf('@')) : text);
        }
    }

    /** As IOS XR carrier-grade NAT numbers its templates, and Huawei's NetEngine by its manual. */
    @Test
    void begunAndEndedAreToldByTheNumberOfTheTemplateWhereTheManualSaysSo() {
        TemplateField[] translation = {
            field(234, 4), field(235, 4), field(8, 4), field(225, 4), field(7, 2), field(227, 2), field(4, 1)
        };
        OctetWriter session = OctetWriter.octets()
                .u32(1)
                .u32(2)
                .address("100.64.0.7")
                .address("203.0.113.5")
                .u16(40_000)
                .u16(1025)
                .u8(6);
        TemplateField[] end = {field(234, 4), field(8, 4), field(7, 2), field(4, 1)};
        OctetWriter ended =
                OctetWriter.octets().u32(1).address("100.64.0.7").u16(40_000).u8(6);
        DecodeRun cisco = new DecodeRun();
        cisco.send(
                0,
                Netflow9Encoder.message()
                        .template(256, translation)
                        .template(257, end)
                        .template(300, translation)
                        .set(256, session)
                        .set(257, ended)
                        .set(300, session)
                        .encode());
        List<Map<String, Object>> rows = cisco.sideRows(SideTable.NAT_EVENT);
        assertThat(rows).hasSize(3);
        assertThat(rows.stream().filter(row -> Long.valueOf(4).equals(row.get("event"))))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("outside_port", 1025L));
        assertThat(rows.stream().filter(row -> Long.valueOf(5).equals(row.get("event"))))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("inside_addr", "100.64.0.7")
                        .containsEntry("inside_port", 40_000L)
                        .doesNotContainKey("outside_addr"));
        assertThat(rows.stream().filter(row -> !row.containsKey("event"))).hasSize(1);

        translation[0] = field(58, 4);
        DecodeRun huawei = new DecodeRun();
        huawei.send(
                0,
                Netflow9Encoder.message()
                        .template(259, translation)
                        .template(260, translation)
                        .set(259, session)
                        .set(260, session)
                        .encode());
        assertThat(huawei.sideRows(SideTable.NAT_EVENT).stream().map(row -> row.get("event")))
                .containsExactlyInAnyOrder(4L, 5L);
        // In IPFIX a template's number says nothing (RFC 7011 section 3.4.1).
        DecodeRun ipfix = new DecodeRun();
        ipfix.send(
                0,
                IpfixEncoder.message()
                        .template(259, translation)
                        .set(259, session)
                        .encode());
        assertThat(ipfix.sideRows(SideTable.NAT_EVENT).get(0)).doesNotContainKey("event");
    }

    @Test
    void aBlockAndAnIpv6InsideHaveCodesOfTheirOwn() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .template(300, field(225, 4), field(361, 2), field(153, 8))
                        .template(301, field(27, 16), field(225, 4), field(152, 8))
                        .set(
                                300,
                                OctetWriter.octets()
                                        .address("203.0.113.5")
                                        .u16(1024)
                                        .u64(1_000))
                        .set(
                                301,
                                OctetWriter.octets()
                                        .address("2001:db8::7")
                                        .address("203.0.113.5")
                                        .u64(1_000))
                        .encode());
        assertThat(run.sideRows(SideTable.NAT_EVENT).stream().map(row -> row.get("event")))
                .containsExactlyInAnyOrder(17L, 6L);
    }

    @Test
    void theEarlyNumbersOfTranslationsFillTheColumnsOfAFirewallsFlow() {
        DecodeRun run = new DecodeRun();
        assertThat(run.send(
                                0,
                                Netflow9Encoder.message()
                                        .template(
                                                300,
                                                field(40001, 4),
                                                field(40002, 4),
                                                field(40003, 2),
                                                field(40004, 2),
                                                field(40005, 1),
                                                field(40000, 20))
                                        .set(
                                                300,
                                                OctetWriter.octets()
                                                        .address("203.0.113.5")
                                                        .address("198.51.100.1")
                                                        .u16(1025)
                                                        .u16(443)
                                                        .u8(1)
                                                        .string("alice", 20))
                                        .encode())
                        .get(0))
                .containsEntry("nat_src_addr", "203.0.113.5")
                .containsEntry("nat_dst_addr", "198.51.100.1")
                .containsEntry("nat_src_port", 1025L)
                .containsEntry("nat_dst_port", 443L)
                .containsEntry("firewall_event", 1L)
                .containsEntry("username", "alice")
                .doesNotContainKey("extra");
    }
}
