/** NetFlow version 1: the export datagram and its records, read in place. */
@NullMarked
package io.flowledger.wire.netflow1;

import org.jspecify.annotations.NullMarked;
