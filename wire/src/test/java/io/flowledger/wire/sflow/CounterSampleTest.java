package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.SflowEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CounterSampleTest {
    private final SflowDatagram datagram = new SflowDatagram();
    private final CounterSample sample = new CounterSample();

    private SflowRecords read(byte[] octets) {
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.isCounterSample()).isTrue();
        assertThat(sample.wrap(datagram)).isNull();
        return sample.records();
    }

    private static byte[] interfaceCounters() {
        OctetWriter out =
                OctetWriter.octets().u32(17).u32(6).u64(10_000_000_000L).u32(1).u32(3);
        out.u64(0xffff_ffff_ffff_fff0L);
        for (int i = 1; i <= 6; i++) {
            out.u32(i);
        }
        out.u64(70);
        for (int i = 8; i <= 12; i++) {
            out.u32(i);
        }
        return out.u32(2).toByteArray();
    }

    @Test
    void interfaceCountersHaveTheirMembersInOrder() {
        SflowRecords records = read(SflowEncoder.datagram()
                .counters(9, 17, SflowEncoder.Records.records().add(1, interfaceCounters()))
                .encode());
        assertThat(sample.sequenceNumber()).isEqualTo(9);
        assertThat(sample.sourceIdType()).isZero();
        assertThat(sample.sourceIdIndex()).isEqualTo(17);
        assertThat(records.next()).isTrue();
        assertThat(CounterStructure.find(records.dataFormat())).isEqualTo(CounterStructure.IF_COUNTERS);
        InterfaceCounters counters = new InterfaceCounters();
        assertThat(counters.wrap(records)).isTrue();
        assertThat(counters.ifIndex()).isEqualTo(17);
        assertThat(counters.ifType()).isEqualTo(6);
        assertThat(counters.ifSpeed()).isEqualTo(10_000_000_000L);
        assertThat(counters.ifDirection()).isEqualTo(1);
        assertThat(counters.ifStatus()).isEqualTo(3);
        assertThat(Long.toUnsignedString(counters.ifInOctets())).isEqualTo("18446744073709551600");
        assertThat(counters.ifInUcastPkts()).isEqualTo(1);
        assertThat(counters.ifInMulticastPkts()).isEqualTo(2);
        assertThat(counters.ifInBroadcastPkts()).isEqualTo(3);
        assertThat(counters.ifInDiscards()).isEqualTo(4);
        assertThat(counters.ifInErrors()).isEqualTo(5);
        assertThat(counters.ifInUnknownProtos()).isEqualTo(6);
        assertThat(counters.ifOutOctets()).isEqualTo(70);
        assertThat(counters.ifOutUcastPkts()).isEqualTo(8);
        assertThat(counters.ifOutMulticastPkts()).isEqualTo(9);
        assertThat(counters.ifOutBroadcastPkts()).isEqualTo(10);
        assertThat(counters.ifOutDiscards()).isEqualTo(11);
        assertThat(counters.ifOutErrors()).isEqualTo(12);
        assertThat(counters.ifPromiscuousMode()).isEqualTo(2);
        assertThat(records.next()).isFalse();
        assertThat(records.fault()).isNull();
    }

    @Test
    void ethernetVlanAndProcessorCountersAreRead() {
        OctetWriter ethernet = OctetWriter.octets();
        for (int i = 101; i <= 113; i++) {
            ethernet.u32(i);
        }
        byte[] vlan = OctetWriter.octets()
                .u32(100)
                .u64(5_000_000_000L)
                .u32(1)
                .u32(2)
                .u32(3)
                .u32(4)
                .toByteArray();
        byte[] processor = OctetWriter.octets()
                .u32(250)
                .u32(300)
                .u32(0xffff_ffffL)
                .u64(8_000_000_000L)
                .u64(1_000_000_000L)
                .toByteArray();
        SflowRecords records = read(SflowEncoder.datagram()
                .expandedCounters(
                        1,
                        2,
                        0xffff_ffffL,
                        SflowEncoder.Records.records()
                                .add(2, ethernet.toByteArray())
                                .add(5, vlan)
                                .add(1001, processor)
                                .add(4413, 1, new byte[16], 16))
                .encode());
        assertThat(sample.sourceIdType()).isEqualTo(2);
        assertThat(sample.sourceIdIndex()).isEqualTo(4294967295L);
        EthernetCounters ethernetCounters = new EthernetCounters();
        assertThat(records.next()).isTrue();
        assertThat(ethernetCounters.wrap(records)).isTrue();
        assertThat(ethernetCounters.alignmentErrors()).isEqualTo(101);
        assertThat(ethernetCounters.fcsErrors()).isEqualTo(102);
        assertThat(ethernetCounters.lateCollisions()).isEqualTo(107);
        assertThat(ethernetCounters.symbolErrors()).isEqualTo(113);
        VlanCounters vlanCounters = new VlanCounters();
        assertThat(records.next()).isTrue();
        assertThat(vlanCounters.wrap(records)).isTrue();
        assertThat(vlanCounters.vlanId()).isEqualTo(100);
        assertThat(vlanCounters.octets()).isEqualTo(5_000_000_000L);
        assertThat(vlanCounters.discards()).isEqualTo(4);
        ProcessorCounters processorCounters = new ProcessorCounters();
        assertThat(records.next()).isTrue();
        assertThat(processorCounters.wrap(records)).isTrue();
        assertThat(processorCounters.cpuFiveSeconds()).isEqualTo(250);
        assertThat(processorCounters.cpuFiveMinutes()).isEqualTo(0xffff_ffffL);
        assertThat(CounterStructure.PROCESSOR.isUnsupported(2, processorCounters.cpuFiveMinutes()))
                .isTrue();
        assertThat(processorCounters.freeMemory()).isEqualTo(1_000_000_000L);
        assertThat(records.next()).isTrue();
        assertThat(records.enterprise()).isEqualTo(4413);
        assertThat(records.format()).isEqualTo(1);
        assertThat(records.length()).isEqualTo(16);
        assertThat(CounterStructure.find(records.dataFormat())).isNull();
    }

    @Test
    void theTableOfStructuresAgreesWithTheTypedGetters() {
        SflowRecords records = read(SflowEncoder.datagram()
                .counters(9, 17, SflowEncoder.Records.records().add(1, interfaceCounters()))
                .encode());
        assertThat(records.next()).isTrue();
        CounterStructure structure = CounterStructure.IF_COUNTERS;
        assertThat(structure.fieldsWithin(records.length())).isEqualTo(19);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < structure.fieldCount(); i++) {
            long value = structure.value(records.buffer(), records.offset(), i);
            values.add(structure.fieldName(i) + "=" + Long.toUnsignedString(value));
        }
        assertThat(values)
                .containsSubsequence(
                        "ifIndex=17",
                        "ifSpeed=10000000000",
                        "ifInOctets=18446744073709551600",
                        "ifInUnknownProtos=6",
                        "ifOutOctets=70",
                        "ifOutErrors=12",
                        "ifPromiscuousMode=2");
    }

    /** Lengths from the documents, and those that agents send. */
    @Test
    void structuresHaveTheLengthsOfTheirDocuments() {
        assertThat(CounterStructure.IF_COUNTERS.length()).isEqualTo(88);
        assertThat(CounterStructure.ETHERNET_COUNTERS.length()).isEqualTo(52);
        assertThat(CounterStructure.TOKENRING_COUNTERS.length()).isEqualTo(72);
        assertThat(CounterStructure.VG_COUNTERS.length()).isEqualTo(80);
        assertThat(CounterStructure.VLAN_COUNTERS.length()).isEqualTo(28);
        assertThat(CounterStructure.IEEE80211_COUNTERS.length()).isEqualTo(80);
        assertThat(CounterStructure.LAG_PORT_STATS.length()).isEqualTo(56);
        assertThat(CounterStructure.PROCESSOR.length()).isEqualTo(28);
        assertThat(CounterStructure.RADIO_UTILIZATION.length()).isEqualTo(12);
        assertThat(CounterStructure.HOST_PARENT.length()).isEqualTo(8);
        assertThat(CounterStructure.HOST_CPU.length()).isEqualTo(80);
        assertThat(CounterStructure.HOST_MEMORY.length()).isEqualTo(72);
        assertThat(CounterStructure.HOST_DISK_IO.length()).isEqualTo(52);
        assertThat(CounterStructure.HOST_NET_IO.length()).isEqualTo(40);
        assertThat(CounterStructure.VIRT_NODE.length()).isEqualTo(28);
        assertThat(CounterStructure.VIRT_CPU.length()).isEqualTo(12);
        assertThat(CounterStructure.VIRT_MEMORY.length()).isEqualTo(16);
        assertThat(CounterStructure.VIRT_DISK_IO.length()).isEqualTo(52);
        assertThat(CounterStructure.VIRT_NET_IO.length()).isEqualTo(40);
        assertThat(CounterStructure.all()).hasSize(19);
    }

    @Test
    void anOlderAgentsShorterHostCpuRecordHasItsFirstMembers() {
        CounterStructure cpu = CounterStructure.HOST_CPU;
        assertThat(cpu.fieldsWithin(68)).isEqualTo(17);
        assertThat(cpu.fieldName(16)).isEqualTo("contexts");
        assertThat(cpu.fieldsWithin(67)).isEqualTo(16);
        assertThat(cpu.fieldsWithin(200)).isEqualTo(20);
        byte[] b = OctetWriter.octets().u32(0x3f80_0000L).u32(0xbf80_0000L).toByteArray();
        assertThat(cpu.fieldKind(0)).isEqualTo(CounterStructure.Kind.FLOAT32);
        assertThat(Float.intBitsToFloat((int) cpu.value(b, 0, 0))).isEqualTo(1.0f);
        assertThat(cpu.isUnsupported(1, cpu.value(b, 0, 1))).isTrue();
    }

    @Test
    void aLagRecordHasMacAddresses() {
        byte[] b = OctetWriter.octets().hex("020000000009 0000").toByteArray();
        assertThat(CounterStructure.LAG_PORT_STATS.value(b, 0, 0)).isEqualTo(0x020000000009L);
    }
}
