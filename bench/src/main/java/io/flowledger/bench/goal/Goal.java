package io.flowledger.bench.goal;

/** A figure that the project wants to reach, with what stands in the way where it does not. */
public enum Goal {
    COPY_RATIO_FLOWS(
            "import to committed rows / the server's own COPY, layout flows, worst data set",
            "",
            0.90,
            true,
            "COPY is one connection; ours copies the next batch over a second one while the first commits."),
    COPY_RATIO_GRAFOLEAN(
            "the same, layout grafolean",
            "",
            0.90,
            true,
            "As above; its rows are smaller, so that what we add weighs more."),
    CPU(
            "our processor time, v5 and v9, from a small import to a large one",
            "s per M flows",
            0.20,
            false,
            "By thread, of an import of 20 M flows of v5 (async-profiler; profiles/import-v5.txt has a smaller "
                    + "one): decode 0.08 s per M, landing 0.10, two thirds of which puts octets into the socket, copied "
                    + "twice, capture and journal 0.04, the fingerprint of the file (SHA-256) 0.04; the compilers of the "
                    + "JVM take 3.5 s once, a part of which only the large import pays. Tried: batches of 20,000 and "
                    + "10,000 rows, 0.33 and 0.39 where 50,000 gave 0.31. Not tried: rows outside the heap, which would "
                    + "be copied once."),
    CPU_SMALL(
            "the same, 5 records a datagram",
            "s per M flows",
            0.60,
            false,
            "As above, and each datagram has a journal entry."),
    DECODE_V5(
            "decode alone, v5, layout flows",
            "M records/CPU s",
            20,
            true,
            "A processor second holds less when more runs than there are processors: caches are shared."),
    DECODE_V9(
            "decode alone, v9 of 20 fields, layout flows",
            "M records/CPU s",
            15,
            true,
            "A processor second holds less when more runs than there are processors: caches are shared."),
    DECODE_IPFIX(
            "decode alone, IPFIX of variable length, layout flows",
            "M records/CPU s",
            5,
            true,
            "profiles/decode-ipfix-variable.txt: an instruction is dispatched for each field of each record."),
    DECODE_SFLOW(
            "decode alone, sFlow with headers dissected, layout flows",
            "M records/CPU s",
            3,
            true,
            "profiles/decode-sflow.txt: some forty columns a sample, each there or not; 24 % were taken away."),
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
            "The sender is on the same processors, and PostgreSQL too."),
    OCTETS_HOT("octets a flow on disk, rows, layout grafolean", "octets", 110, false, ""),
    OCTETS_CLOSED("octets a flow on disk, closed hours as blocks, layout flows", "octets", 40, false, ""),
    OCTETS_CLOSED_GRAFOLEAN(
            "the same, layout grafolean",
            "octets",
            25,
            false,
            "Times are numbers of microseconds with little in common. Not tried: the times that occur once a block and a row's"
                    + " place among them, as a datagram's flows share one."),
    TOP_CLOSED(
            "top 10 source addresses of a closed hour, time over blocks / over rows, worst",
            "",
            1,
            false,
            "EXPLAIN ANALYZE: two thirds are sums and groups in both, the rest is twice as much over blocks: a value is found"
                    + " in its array and made an address. Both take less than before, rows by more: products of sampled sums"
                    + " and the bounds of time are whole numbers. Decision 0006 tells what was tried."),
    MEMORY("memory of the collector under load over UDP", "MiB", 256, false, ""),
    GROWTH_MEMORY(
            "memory of an import, most of 1 to 10,000 exporters and 1 to 100 templates / that of one",
            "",
            1.10,
            false,
            "A stream with its session, templates and books takes some 2 kilooctets, and the young heap grows "
                    + "with the old. Taken away: 80 MiB of young heap from all; 30 MiB of empty maps and equal field "
                    + "specifiers from 10,000 streams, 10 of equal templates, 70 of batches of 30 MiB of rows."),
    GROWTH(
            "processor time of a flow, ours and PostgreSQL's, worst of 1 to 10,000 exporters and 1 to 100 templates / that"
                    + " of one",
            "",
            1.10,
            false,
            "With 10,000 exporters a batch has some ten flows of each, and two rows of the books for "
                    + "each: 4 to 5 microseconds of PostgreSQL. Taken away: foreign keys that were looked up for each row, "
                    + "plans made when tables were empty that then took 1.3 s a batch, and a third of the decoder's time, which "
                    + "went into compiling plans of equal templates. Not tried: books whose lines are only added, and summed later."),
    GROWTH_ROWS(
            "processor time of a flow, ours and PostgreSQL's, last imports of bench/queries / first, as the table grows",
            "",
            1.10,
            false,
            ""),
    QUERY_MONTH(
            "answers over 30 days of bench/queries, slowest by its median",
            "s",
            0.20,
            false,
            "Conversations have the most keys, so that their sums take longest to add up: QUERIES.md has all questions."),
    QUERY_NFDUMP(
            "top 10 source addresses of an hour over rows, seconds of the program / of nfdump -s",
            "",
            1,
            false,
            "PostgreSQL reads rows with all their columns, and groups by addresses, which takes half of the time; nfdump reads "
                    + "columns of its own file. The start of a JVM and its connection, 0.3 s, are in it."),
    QUERY_NFDUMP_USUAL(
            "the same, as it is answered usually",
            "",
            1,
            false,
            "The start of a JVM and its connection, 0.3 s, are in it."),
    ROLLUP_COST(
            "rows landed in a second with marks and sums beside / without",
            "",
            0.90,
            true,
            "What is summed beside has up to half of a processor, which those who land have not."),
    START_EXISTING(
            "ready on an existing data directory", "s", 3, false, "The processors are shared with what else runs."),
    START_NEW(
            "ready on a new data directory",
            "s",
            8,
            false,
            "Unpacking PostgreSQL (xz) and initdb take most of it, on processors that are shared with what else runs."),
    PEER_RATE("stored in a second / nfacctd with pgsql and COPY, each at a rate at which it keeps up", "", 1, true, ""),
    PEER_CPU("our processor time of a flow / that of nfacctd", "", 1, false, ""),
    WRITER_RATE(
            "stored in a second / grafolean-netflow-bot's writer with v5, by its figures of another run",
            "",
            1,
            true,
            ""),
    WRITER_CPU("our processor time of a flow, start included / that of the writer, by those figures", "", 1, false, ""),
    DECODER_CPU(
            "our processor time of a flow, start included / that of goflow2, which only files",
            "",
            1,
            false,
            "goflow2 writes no journal, no books and no rows of a database."),
    FILER_CPU(
            "our processor time of a flow, start included / that of nfcapd, which only files",
            "",
            1,
            false,
            "nfcapd writes no journal, no books and no rows.");

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
