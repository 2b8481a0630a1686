package io.flowledger.wire.sflow;

/**
 * VLANs on the way in and out ("sFlow Version 5" section 5: extended_switch, flow data format 1001). Absent values are
 * -1; a VLAN of 0 is unknown or untagged, a priority of 2^32 - 1 unknown.
 */
public final class ExtendedSwitch {
    static final int FORMAT = 1001;

    private long sourceVlan;
    private long sourcePriority;
    private long destinationVlan;
    private long destinationPriority;

    ExtendedSwitch() {}

    boolean read(XdrReader in) {
        sourceVlan = in.u32();
        boolean anythingIsThere = !in.isCut();
        sourcePriority = in.u32();
        destinationVlan = in.u32();
        destinationPriority = in.u32();
        return anythingIsThere;
    }

    public long sourceVlan() {
        return sourceVlan;
    }

    public long sourcePriority() {
        return sourcePriority;
    }

    public long destinationVlan() {
        return destinationVlan;
    }

    public long destinationPriority() {
        return destinationPriority;
    }
}
