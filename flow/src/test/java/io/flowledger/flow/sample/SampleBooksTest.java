package io.flowledger.flow.sample;

import static io.flowledger.wire.encode.FlowSampleEncoder.compact;
import static io.flowledger.wire.encode.SflowEncoder.Records.records;
import static io.flowledger.wire.encode.SflowEncoder.datagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.Tuples;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.layout.Column;
import io.flowledger.flow.layout.SampleLayouts;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.PacketEncoder;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.sflow.CounterStructure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SampleBooksTest {
    private static byte[] interfaceCounters(long inOctets) {
        OctetWriter out = OctetWriter.octets()
                .u32(3)
                .u32(6)
                .u32(0)
                .u32(1_000_000_000L)
                .u32(1)
                .u32(3);
        out.u32(inOctets >>> 32).u32(inOctets & 0xFFFF_FFFFL);
        out.u32(11).u32(12).u32(0xFFFF_FFFFL).u32(14).u32(15).u32(16);
        return out.u32(0).u32(21).u32(22).u32(23).u32(24).u32(25).u32(26).u32(2).toByteArray();
    }

    @Test
    void interfaceCountersFillTheirColumns() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                datagram()
                        .subAgentId(7)
                        .counters(5, 3, records().add(1, interfaceCounters(1L << 40)))
                        .encode());
        List<Map<String, Object>> rows = run.sideRows(SideTable.SFLOW_COUNTER);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("sub_agent", 7L)
                .containsEntry("sequence", 5L)
                .containsEntry("source_type", 0L)
                .containsEntry("source_index", 3L)
                .containsEntry("structure", "if_counters")
                .containsEntry("if_index", 3L)
                .containsEntry("if_type", 6L)
                .containsEntry("if_speed", 1_000_000_000L)
                .containsEntry("if_direction", 1L)
                .containsEntry("if_status", 3L)
                .containsEntry("if_in_octets", 1L << 40)
                .containsEntry("if_in_ucast_pkts", 11L)
                .containsEntry("if_in_multicast_pkts", 12L)
                .doesNotContainKey("if_in_broadcast_pkts")
                .containsEntry("if_in_discards", 14L)
                .containsEntry("if_in_unknown_protos", 16L)
                .containsEntry("if_out_octets", 21L)
                .containsEntry("if_out_ucast_pkts", 22L)
                .containsEntry("if_out_errors", 26L)
                .containsEntry("if_promiscuous_mode", 2L)
                .doesNotContainKey("counters");
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.COUNTER_ROWS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.ROWS)).isZero();
    }

    @Test
    void theColumnsOfInterfaceCountersAreTheMembersOfTheStructureInOrder() {
        List<String> columns = SampleLayouts.SFLOW_COUNTER.columns().stream()
                .map(Column::name)
                .filter(name -> name.startsWith("if_"))
                .toList();
        CounterStructure structure = CounterStructure.IF_COUNTERS;
        assertThat(columns).hasSize(structure.fieldCount());
        for (int field = 0; field < structure.fieldCount(); field++) {
            String snake =
                    structure.fieldName(field).replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
            assertThat(columns.get(field)).isEqualTo(snake);
        }
    }

    @Test
    void aCounterThatBigintCannotHoldIsCutAndCounted() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                datagram()
                        .counters(5, 3, records().add(1, interfaceCounters(-2)))
                        .encode());
        assertThat(run.sideRows(SideTable.SFLOW_COUNTER).get(0)).containsEntry("if_in_octets", Long.MAX_VALUE);
        assertThat(run.ledger(LedgerCounter.VALUES_SATURATED)).isEqualTo(1);
    }

    @Test
    void otherStructuresAreDocumentsAndUnknownOnesAreLeftOut() throws Exception {
        OctetWriter cpu = OctetWriter.octets();
        cpu.u32(Float.floatToIntBits(0.256f) & 0xFFFF_FFFFL).u32(Float.floatToIntBits(-1f) & 0xFFFF_FFFFL);
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                datagram()
                        .expandedCounters(
                                9,
                                2,
                                1,
                                records()
                                        .add(2003, cpu.toByteArray())
                                        .add(1234, new byte[8])
                                        .add(1001, SflowEncoder.numbers(10, 20, 30, 0, 4096, 1, 0)))
                        .encode());
        List<Map<String, Object>> rows = run.sideRows(SideTable.SFLOW_COUNTER);
        assertThat(rows).extracting(row -> row.get("structure")).containsExactly("host_cpu", "processor");
        JsonNode host =
                new ObjectMapper().readTree((String) Tuples.present(rows.get(0).get("counters")));
        assertThat(host.get("load_one").asDouble()).isEqualTo(0.26);
        assertThat(host.get("load_five").isNull()).isTrue();
        assertThat(host.size()).isEqualTo(2);
        JsonNode processor =
                new ObjectMapper().readTree((String) Tuples.present(rows.get(1).get("counters")));
        assertThat(processor.get("cpu_1m").asInt()).isEqualTo(20);
        assertThat(processor.get("total_memory").asLong()).isEqualTo(4096);
        assertThat(processor.get("free_memory").asLong()).isEqualTo(1L << 32);
        assertThat(run.ledger(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.COUNTER_ROWS)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.SFLOW_FORMAT_UNKNOWN))
                .isEqualTo(1);
    }

    @Test
    void aSampleOfAnUnknownFormatIsARecordSkipped() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                datagram()
                        .sample(4413, 7, new byte[12])
                        .counters(5, 3, records().add(1, interfaceCounters(1)))
                        .encode());
        assertThat(run.sideRows(SideTable.SFLOW_COUNTER)).hasSize(1);
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.SFLOW_FORMAT_UNKNOWN))
                .isEqualTo(1);
    }

    @Test
    void aDroppedPacketIsNoFlow() throws Exception {
        byte[] header = PacketEncoder.packet()
                .ethernet("ff:ff:ff:ff:ff:ff", "02:00:00:00:00:0a", 0x0800)
                .ipv4("192.168.1.31", "255.255.255.255", 17, 0)
                .udp(63_055, 3289)
                .encode();
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> flows = run.send(
                0,
                datagram()
                        .discarded(
                                1,
                                2,
                                3,
                                2,
                                0,
                                289,
                                records()
                                        .add(1, SflowEncoder.header(1, 56, 4, header))
                                        .add(1038, SflowEncoder.strings("unix_stream_connect"))
                                        .add(1036, SflowEncoder.numbers(42)))
                        .encode());
        assertThat(flows).isEmpty();
        List<Map<String, Object>> rows = run.sideRows(SideTable.DISCARDED_PACKET);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("reason", 289L)
                .containsEntry("reason_name", "unknown_l4")
                .containsEntry("octets", 56L)
                .containsEntry("in_if", 2L)
                .doesNotContainKey("out_if")
                .containsEntry("src_addr", "192.168.1.31")
                .containsEntry("dst_port", 3289L)
                .containsEntry("ttl", 64L);
        JsonNode extra =
                new ObjectMapper().readTree((String) Tuples.present(rows.get(0).get("extra")));
        assertThat(extra.get("function").asText()).isEqualTo("unix_stream_connect");
        assertThat(extra.get("egress_queue").asInt()).isEqualTo(42);
        assertThat(extra.get("reports_left_out").asInt()).isEqualTo(3);
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DISCARDED_PACKETS)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.ROWS)).isZero();
    }

    @Test
    void aCutSampleIsSkippedAndTheOthersStay() {
        DecodeRun run = new DecodeRun();
        List<Map<String, Object>> rows = run.send(
                0,
                datagram()
                        .sample(0, 1, new byte[8])
                        .sample(0, 5, new byte[8])
                        .sample(0, 2, new byte[8])
                        .sample(4300, 1, new byte[8])
                        .sample(compact().sampling(2, 2, 2).record(1, SflowEncoder.header(1, 60, 4, new byte[14])))
                        .encode());
        assertThat(rows).hasSize(1);
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(5);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.SFLOW_FORMAT_UNKNOWN))
                .isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.SFLOW_SAMPLE_CUT))
                .isEqualTo(3);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_STORED)).isEqualTo(1);
    }

    @Test
    void aDatagramThatCannotBeReadIsRefused() {
        DecodeRun run = new DecodeRun();
        run.send(0, OctetWriter.octets().u32(5).u32(3).u32(0).u32(0).u32(0).toByteArray());
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.SFLOW_AGENT_ADDRESS_TYPE))
                .isEqualTo(1);
    }

    @Test
    void eachSubAgentNumbersItsOwnDatagrams() {
        DecodeRun run = new DecodeRun();
        run.send(0, datagram().subAgentId(1).sequenceNumber(100).encode());
        run.send(1, datagram().subAgentId(2).sequenceNumber(7).encode());
        run.send(2, datagram().subAgentId(1).sequenceNumber(101).encode());
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isZero();
        run.send(3, datagram().subAgentId(1).sequenceNumber(105).encode());
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isEqualTo(3);
        run.send(4, datagram().subAgentId(1).sequenceNumber(103).encode());
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.SEQUENCE_REORDERED)).isEqualTo(1);
    }
}
