package io.flowledger.wire.sflow;

/**
 * Where and by what a packet was dropped: extended_egress_queue (1036), extended_acl (1037) and extended_function (1038)
 * of "sFlow Dropped Packet Notification Structures" section 2, and the Linux names of host sFlow's extended_hw_trap
 * (1041) and extended_linux_drop_reason (1042). Absent numbers are -1, absent names have length 0.
 */
public final class DropDetail {
    static final int EGRESS_QUEUE_FORMAT = 1036;
    static final int ACL_FORMAT = 1037;
    static final int FUNCTION_FORMAT = 1038;
    static final int HARDWARE_TRAP_FORMAT = 1041;
    static final int LINUX_REASON_FORMAT = 1042;

    private long egressQueue;
    private long aclNumber;
    private long aclDirection;
    private int aclNameOffset;
    private int aclNameLength;
    private int functionOffset;
    private int functionLength;
    private int trapGroupOffset;
    private int trapGroupLength;
    private int trapOffset;
    private int trapLength;
    private int linuxReasonOffset;
    private int linuxReasonLength;

    DropDetail() {}

    void clear() {
        egressQueue = -1;
        aclNumber = -1;
        aclDirection = -1;
        aclNameLength = 0;
        functionLength = 0;
        trapGroupLength = 0;
        trapLength = 0;
        linuxReasonLength = 0;
    }

    void read(int format, XdrReader in) {
        switch (format) {
            case EGRESS_QUEUE_FORMAT -> egressQueue = in.u32();
            case ACL_FORMAT -> {
                aclNumber = in.u32();
                in.opaque();
                aclNameOffset = in.valueOffset();
                aclNameLength = in.valueLength();
                aclDirection = in.u32();
            }
            case FUNCTION_FORMAT -> {
                in.opaque();
                functionOffset = in.valueOffset();
                functionLength = in.valueLength();
            }
            case HARDWARE_TRAP_FORMAT -> {
                in.opaque();
                trapGroupOffset = in.valueOffset();
                trapGroupLength = in.valueLength();
                in.opaque();
                trapOffset = in.valueOffset();
                trapLength = in.valueLength();
            }
            default -> {
                in.opaque();
                linuxReasonOffset = in.valueOffset();
                linuxReasonLength = in.valueLength();
            }
        }
    }

    /** Queue that the packet was meant for. */
    public long egressQueue() {
        return egressQueue;
    }

    public long aclNumber() {
        return aclNumber;
    }

    /** 0 unknown, 1 ingress, 2 egress. */
    public long aclDirection() {
        return aclDirection;
    }

    public int aclNameOffset() {
        return aclNameOffset;
    }

    public int aclNameLength() {
        return aclNameLength;
    }

    /** Symbol of the function in the network stack that dropped the packet. */
    public int functionOffset() {
        return functionOffset;
    }

    public int functionLength() {
        return functionLength;
    }

    /** Name of the devlink trap's group. */
    public int trapGroupOffset() {
        return trapGroupOffset;
    }

    public int trapGroupLength() {
        return trapGroupLength;
    }

    /** Name of the devlink trap. */
    public int trapOffset() {
        return trapOffset;
    }

    public int trapLength() {
        return trapLength;
    }

    /** Name of the Linux drop reason, such as {@code NETFILTER_DROP}. */
    public int linuxReasonOffset() {
        return linuxReasonOffset;
    }

    public int linuxReasonLength() {
        return linuxReasonLength;
    }
}
