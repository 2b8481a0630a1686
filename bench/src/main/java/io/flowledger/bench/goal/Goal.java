package io.flowledger.bench.goal;

/** A figure that the project wants to reach, with what stands in the way where it does not. */
public enum Goal {
    COPY_RATIO_FLOWS(
            "import to committed rows / the server's own COPY, layout flows, worst data set",
            "",
            0.90,
            true,
            "The landing thread waits for PostgreSQL nearly all of its time; on two processors the decoder, the journal and"
                    + " PostgreSQL share what COPY has alone, and every batch commits."),
    COPY_RATIO_GRAFOLEAN(
            "the same, layout grafolean",
            "",
            0.90,
            true,
            "As above; its rows are smaller, so that what we add weighs more."),
    CPU(
            "our processor time, v5 and v9, whole process with its start",
            "s per M flows",
            0.20,
            false,
            "The start of the JVM and its compiler are about 3 s of it, whatever the number of flows; the more flows, the less."),
    CPU_SMALL("the same, 5 records a datagram", "s per M flows", 0.60, false, "As above."),
    DECODE_V5("decode alone, v5, layout flows", "M records/s", 20, true, ""),
    DECODE_V9("decode alone, v9 of 20 fields, layout flows", "M records/s", 15, true, ""),
    DECODE_IPFIX("decode alone, IPFIX of variable length, layout flows", "M records/s", 5, true, ""),
    DECODE_SFLOW("decode alone, sFlow with headers dissected, layout flows", "M records/s", 3, true, ""),
    ALLOCATION(
            "octets allocated for a record, worst of the decodes above",
            "octets",
            1,
            false,
            "What a batch allocates once, shared by its rows, is in it."),
    LOSS_FREE(
            "UDP without loss, highest rate measured",
            "datagrams/s",
            150_000,
            true,
            "The generator is on the same two processors, and PostgreSQL too."),
    OCTETS_HOT("octets a flow on disk, rows, layout grafolean", "octets", 110, false, ""),
    OCTETS_CLOSED("octets a flow on disk, closed partitions", "octets", 25, false, "Column blocks are not built yet."),
    MEMORY("memory of the collector under load over UDP", "MiB", 256, false, "");

    private final String what;
    private final String unit;
    private final double bound;
    private final boolean atLeast;
    private final String obstacle;

    Goal(String what, String unit, double bound, boolean atLeast, String obstacle) {
        this.what = what;
        this.unit = unit;
        this.bound = bound;
        this.atLeast = atLeast;
        this.obstacle = obstacle;
    }

    String what() {
        return what;
    }

    String unit() {
        return unit;
    }

    double bound() {
        return bound;
    }

    boolean isAtLeast() {
        return atLeast;
    }

    /** What stands in the way, empty when nothing is known to. */
    String obstacle() {
        return obstacle;
    }

    boolean isMet(double measured) {
        return atLeast ? measured >= bound : measured <= bound;
    }
}
