package io.flowledger.source;

import java.io.IOException;

/** Told how far the import of a file is. */
public interface ImportProgress {
    /** So many octets of the file were read and {@code datagrams} found in them; called often. */
    void read(long octets, long datagrams);

    /** The first {@code datagrams} of the file are on the disk, in the journal before {@code position}. */
    void durable(long datagrams, long position) throws IOException;
}
