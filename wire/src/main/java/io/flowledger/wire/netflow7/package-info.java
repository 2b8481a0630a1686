/** NetFlow version 7: the export datagram of Catalyst switches and its records, read in place. */
@NullMarked
package io.flowledger.wire.netflow7;

import org.jspecify.annotations.NullMarked;
