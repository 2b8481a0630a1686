/** NetFlow version 9 export packets as RFC 3954 lays them out. */
@NullMarked
package io.flowledger.wire.netflow9;

import org.jspecify.annotations.NullMarked;
