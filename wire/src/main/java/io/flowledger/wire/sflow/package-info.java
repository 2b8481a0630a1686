/** sFlow version 5: the datagram, its samples and their flow and counter records, read in place. */
@NullMarked
package io.flowledger.wire.sflow;

import org.jspecify.annotations.NullMarked;
