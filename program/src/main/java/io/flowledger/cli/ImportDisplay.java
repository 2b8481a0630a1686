package io.flowledger.cli;

import io.flowledger.pipeline.Ingest;
import java.nio.file.Path;
import java.util.Locale;

/** Shows how far an import is. One thread. */
final class ImportDisplay {
    private final ProgressLine line;
    private final Ingest ingest;
    private String name = "";
    private long totalOctets = 1;

    ImportDisplay(Invocation invocation, Ingest ingest) {
        this.line = new ProgressLine(invocation.err(), invocation.surroundings().progressColumns());
        this.ingest = ingest;
    }

    /** A file begins. */
    void begin(Path file, long octets) {
        name = String.valueOf(file.getFileName());
        totalOctets = Math.max(1, octets);
    }

    /** So much of the file was read. */
    void read(long octets, long datagrams) {
        if (line.isDue()) {
            line.show(String.format(
                    Locale.ROOT,
                    "%s: %d %%, %,d datagrams read, %,d rows stored",
                    name,
                    100 * octets / totalOctets,
                    datagrams,
                    ingest.counters().rows()));
        }
    }

    /** All files are read. */
    void finishing() {
        if (line.isDue()) {
            line.show(String.format(
                    Locale.ROOT,
                    "storing the rest, %,d rows so far",
                    ingest.counters().rows()));
        }
    }

    void clear() {
        line.clear();
    }
}
