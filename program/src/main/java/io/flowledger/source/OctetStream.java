package io.flowledger.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The octets of a connection, as they are or out of TLS; never waits. One thread. */
interface OctetStream {
    /**
     * Reads what is there.
     *
     * @return octets that were read, 0 when there are none now, negative at the end
     */
    int read(ByteBuffer into) throws IOException;

    /** What of the channel it waits for, as operations of a selection key. */
    int interest();

    /** Whether the other side is known as far as it has to be. */
    boolean isEstablished();

    /** Says goodbye as far as that goes at once; the channel is closed by its owner. */
    void end();
}
