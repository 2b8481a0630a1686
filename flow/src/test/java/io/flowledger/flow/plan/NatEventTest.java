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
}
