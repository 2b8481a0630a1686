package io.flowledger.wire.sflow;

import io.flowledger.wire.cursor.Octets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counter records whose members all have a fixed length, by their names in "sFlow Version 5" section 5 (formats 1
 * to 5 and 1001), "sFlow 802.11 Structures" (6, 1002), "sFlow LAG Counters Structure" (7) and "sFlow Host Structures"
 * (2002 to 2104). A structure grows only at its end, so that a shorter record has the first {@link #fieldsWithin}
 * members and a longer one more than is known here.
 *
 * <p>A counter that an agent does not support has all bits set: {@link #isUnsupported}.
 */
public final class CounterStructure {
    public static final CounterStructure IF_COUNTERS = new CounterStructure(
            "IF_COUNTERS",
            1,
            "ifIndex:4 ifType:4 ifSpeed:8 ifDirection:4 ifStatus:4 ifInOctets:8 ifInUcastPkts:4 ifInMulticastPkts:4"
                    + " ifInBroadcastPkts:4 ifInDiscards:4 ifInErrors:4 ifInUnknownProtos:4 ifOutOctets:8"
                    + " ifOutUcastPkts:4 ifOutMulticastPkts:4 ifOutBroadcastPkts:4 ifOutDiscards:4 ifOutErrors:4"
                    + " ifPromiscuousMode:4");

    public static final CounterStructure ETHERNET_COUNTERS = new CounterStructure(
            "ETHERNET_COUNTERS",
            2,
            "dot3StatsAlignmentErrors:4 dot3StatsFCSErrors:4 dot3StatsSingleCollisionFrames:4"
                    + " dot3StatsMultipleCollisionFrames:4 dot3StatsSQETestErrors:4 dot3StatsDeferredTransmissions:4"
                    + " dot3StatsLateCollisions:4 dot3StatsExcessiveCollisions:4"
                    + " dot3StatsInternalMacTransmitErrors:4 dot3StatsCarrierSenseErrors:4"
                    + " dot3StatsFrameTooLongs:4 dot3StatsInternalMacReceiveErrors:4 dot3StatsSymbolErrors:4");

    public static final CounterStructure TOKENRING_COUNTERS = new CounterStructure(
            "TOKENRING_COUNTERS",
            3,
            "dot5StatsLineErrors:4 dot5StatsBurstErrors:4 dot5StatsACErrors:4 dot5StatsAbortTransErrors:4"
                    + " dot5StatsInternalErrors:4 dot5StatsLostFrameErrors:4 dot5StatsReceiveCongestions:4"
                    + " dot5StatsFrameCopiedErrors:4 dot5StatsTokenErrors:4 dot5StatsSoftErrors:4"
                    + " dot5StatsHardErrors:4 dot5StatsSignalLoss:4 dot5StatsTransmitBeacons:4"
                    + " dot5StatsRecoverys:4 dot5StatsLobeWires:4 dot5StatsRemoves:4 dot5StatsSingles:4"
                    + " dot5StatsFreqErrors:4");

    public static final CounterStructure VG_COUNTERS = new CounterStructure(
            "VG_COUNTERS",
            4,
            "dot12InHighPriorityFrames:4 dot12InHighPriorityOctets:8 dot12InNormPriorityFrames:4"
                    + " dot12InNormPriorityOctets:8 dot12InIPMErrors:4 dot12InOversizeFrameErrors:4"
                    + " dot12InDataErrors:4 dot12InNullAddressedFrames:4 dot12OutHighPriorityFrames:4"
                    + " dot12OutHighPriorityOctets:8 dot12TransitionIntoTrainings:4"
                    + " dot12HCInHighPriorityOctets:8 dot12HCInNormPriorityOctets:8"
                    + " dot12HCOutHighPriorityOctets:8");

    public static final CounterStructure VLAN_COUNTERS = new CounterStructure(
            "VLAN_COUNTERS", 5, "vlan_id:4 octets:8 ucastPkts:4 multicastPkts:4 broadcastPkts:4 discards:4");

    public static final CounterStructure IEEE80211_COUNTERS = new CounterStructure(
            "IEEE80211_COUNTERS",
            6,
            "dot11TransmittedFragmentCount:4 dot11MulticastTransmittedFrameCount:4 dot11FailedCount:4"
                    + " dot11RetryCount:4 dot11MultipleRetryCount:4 dot11FrameDuplicateCount:4"
                    + " dot11RTSSuccessCount:4 dot11RTSFailureCount:4 dot11ACKFailureCount:4"
                    + " dot11ReceivedFragmentCount:4 dot11MulticastReceivedFrameCount:4 dot11FCSErrorCount:4"
                    + " dot11TransmittedFrameCount:4 dot11WEPUndecryptableCount:4"
                    + " dot11QoSDiscardedFragmentCount:4 dot11AssociatedStationCount:4"
                    + " dot11QoSCFPollsReceivedCount:4 dot11QoSCFPollsUnusedCount:4"
                    + " dot11QoSCFPollsUnusableCount:4 dot11QoSCFPollsLostCount:4");

    public static final CounterStructure LAG_PORT_STATS = new CounterStructure(
            "LAG_PORT_STATS",
            7,
            "dot3adAggPortActorSystemID:m dot3adAggPortPartnerOperSystemID:m dot3adAggPortAttachedAggID:4"
                    + " dot3adAggPortState:4 dot3adAggPortStatsLACPDUsRx:4 dot3adAggPortStatsMarkerPDUsRx:4"
                    + " dot3adAggPortStatsMarkerResponsePDUsRx:4 dot3adAggPortStatsUnknownRx:4"
                    + " dot3adAggPortStatsIllegalRx:4 dot3adAggPortStatsLACPDUsTx:4"
                    + " dot3adAggPortStatsMarkerPDUsTx:4 dot3adAggPortStatsMarkerResponsePDUsTx:4");

    public static final CounterStructure PROCESSOR =
            new CounterStructure("PROCESSOR", 1001, "cpu_5s:4 cpu_1m:4 cpu_5m:4 total_memory:8 free_memory:8");

    public static final CounterStructure RADIO_UTILIZATION =
            new CounterStructure("RADIO_UTILIZATION", 1002, "elapsed_time:4 on_channel_time:4 on_channel_busy_time:4");

    public static final CounterStructure HOST_PARENT =
            new CounterStructure("HOST_PARENT", 2002, "container_type:4 container_index:4");

    public static final CounterStructure HOST_CPU = new CounterStructure(
            "HOST_CPU",
            2003,
            "load_one:f load_five:f load_fifteen:f proc_run:4 proc_total:4 cpu_num:4 cpu_speed:4 uptime:4"
                    + " cpu_user:4 cpu_nice:4 cpu_system:4 cpu_idle:4 cpu_wio:4 cpu_intr:4 cpu_sintr:4"
                    + " interrupts:4 contexts:4 cpu_steal:4 cpu_guest:4 cpu_guest_nice:4");

    public static final CounterStructure HOST_MEMORY = new CounterStructure(
            "HOST_MEMORY",
            2004,
            "mem_total:8 mem_free:8 mem_shared:8 mem_buffers:8 mem_cached:8 swap_total:8 swap_free:8 page_in:4"
                    + " page_out:4 swap_in:4 swap_out:4");

    public static final CounterStructure HOST_DISK_IO = new CounterStructure(
            "HOST_DISK_IO",
            2005,
            "disk_total:8 disk_free:8 part_max_used:4 reads:4 bytes_read:8 read_time:4 writes:4 bytes_written:8"
                    + " write_time:4");

    public static final CounterStructure HOST_NET_IO = new CounterStructure(
            "HOST_NET_IO",
            2006,
            "bytes_in:8 pkts_in:4 errs_in:4 drops_in:4 bytes_out:8 packets_out:4 errs_out:4 drops_out:4");

    public static final CounterStructure VIRT_NODE =
            new CounterStructure("VIRT_NODE", 2100, "mhz:4 cpus:4 memory:8 memory_free:8 num_domains:4");

    public static final CounterStructure VIRT_CPU =
            new CounterStructure("VIRT_CPU", 2101, "state:4 cpuTime:4 nrVirtCpu:4");

    public static final CounterStructure VIRT_MEMORY =
            new CounterStructure("VIRT_MEMORY", 2102, "memory:8 maxMemory:8");

    public static final CounterStructure VIRT_DISK_IO = new CounterStructure(
            "VIRT_DISK_IO", 2103, "capacity:8 allocation:8 available:8 rd_req:4 rd_bytes:8 wr_req:4 wr_bytes:8 errs:4");

    public static final CounterStructure VIRT_NET_IO = new CounterStructure(
            "VIRT_NET_IO",
            2104,
            "rx_bytes:8 rx_packets:4 rx_errs:4 rx_drop:4 tx_bytes:8 tx_packets:4 tx_errs:4 tx_drop:4");

    /** How the octets of a member are to be read. */
    public enum Kind {
        UNSIGNED32(4),
        UNSIGNED64(8),
        /** IEEE 754 single precision: the value is its bits. */
        FLOAT32(4),
        /** 6 octets and 2 of padding. */
        MAC_ADDRESS(8);

        private final int octets;

        Kind(int octets) {
            this.octets = octets;
        }
    }

    private static final CounterStructure[] ALL = {
        IF_COUNTERS,
        ETHERNET_COUNTERS,
        TOKENRING_COUNTERS,
        VG_COUNTERS,
        VLAN_COUNTERS,
        IEEE80211_COUNTERS,
        LAG_PORT_STATS,
        PROCESSOR,
        RADIO_UTILIZATION,
        HOST_PARENT,
        HOST_CPU,
        HOST_MEMORY,
        HOST_DISK_IO,
        HOST_NET_IO,
        VIRT_NODE,
        VIRT_CPU,
        VIRT_MEMORY,
        VIRT_DISK_IO,
        VIRT_NET_IO
    };

    private final String name;
    private final int format;
    private final String[] names;
    private final Kind[] kinds;
    private final int[] offsets;
    private final int length;

    private CounterStructure(String name, int format, String members) {
        this.name = name;
        this.format = format;
        String[] specifications = members.split(" ");
        names = new String[specifications.length];
        kinds = new Kind[specifications.length];
        offsets = new int[specifications.length];
        int offset = 0;
        for (int i = 0; i < specifications.length; i++) {
            String specification = specifications[i];
            int colon = specification.indexOf(':');
            names[i] = specification.substring(0, colon);
            kinds[i] = kind(specification.charAt(colon + 1));
            offsets[i] = offset;
            offset += kinds[i].octets;
        }
        length = offset;
    }

    private static Kind kind(char letter) {
        return switch (letter) {
            case '4' -> Kind.UNSIGNED32;
            case '8' -> Kind.UNSIGNED64;
            case 'f' -> Kind.FLOAT32;
            default -> Kind.MAC_ADDRESS;
        };
    }

    /** The structure of a data format ({@link SflowRecords#dataFormat()}), or null when it is not known here. */
    public static @Nullable CounterStructure find(long dataFormat) {
        for (CounterStructure structure : ALL) {
            if (structure.format == dataFormat) {
                return structure;
            }
        }
        return null;
    }

    /** The constant's name, such as {@code IF_COUNTERS}. */
    public String name() {
        return name;
    }

    /** The number of the format; the enterprise is 0. */
    public int format() {
        return format;
    }

    /** Octets of the whole structure. */
    public int length() {
        return length;
    }

    public int fieldCount() {
        return names.length;
    }

    public String fieldName(int field) {
        return names[field];
    }

    public Kind fieldKind(int field) {
        return kinds[field];
    }

    /** How many of the structure's members are within a record of so many octets. */
    public int fieldsWithin(int recordLength) {
        int fields = 0;
        while (fields < names.length && offsets[fields] + kinds[fields].octets <= recordLength) {
            fields++;
        }
        return fields;
    }

    /**
     * A member's value: unsigned, the bits of a float, or a MAC address in the low 48 bits. {@code field} is below
     * {@link #fieldsWithin} of the record's length.
     */
    public long value(byte[] b, int recordOffset, int field) {
        int offset = recordOffset + offsets[field];
        return switch (kinds[field]) {
            case UNSIGNED32, FLOAT32 -> Octets.u32(b, offset);
            case UNSIGNED64 -> Octets.u64(b, offset);
            case MAC_ADDRESS -> Octets.unsigned(b, offset, 6);
        };
    }

    /** Whether a value means that the agent does not support the counter ("sFlow Version 5" section 5: all ones). */
    public boolean isUnsupported(int field, long value) {
        return switch (kinds[field]) {
            case UNSIGNED32 -> value == 0xffff_ffffL;
            case UNSIGNED64 -> value == -1L;
            case FLOAT32 -> Float.intBitsToFloat((int) value) < 0;
            case MAC_ADDRESS -> false;
        };
    }

    /** The structures known here, by format. */
    public static List<CounterStructure> all() {
        return List.of(ALL);
    }

    @Override
    public String toString() {
        return name;
    }
}
