package io.flowledger.flow.decode;

import org.jspecify.annotations.Nullable;

/** Gives datagrams of the journal by position. */
public interface DatagramSource {
    /** The datagram at {@code position}, valid until the next call; null when it is no longer kept. */
    @Nullable
    Datagram read(long position);
}
