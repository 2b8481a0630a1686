package io.flowledger.source;

import java.io.IOException;

/** What belongs to a key of the receiver's selector. */
interface Selected {
    /** Something is there to be taken. */
    void ready() throws IOException;
}
