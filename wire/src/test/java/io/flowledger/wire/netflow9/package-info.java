/** Tests of the walk over NetFlow version 9 packets. */
@NullMarked
package io.flowledger.wire.netflow9;

import org.jspecify.annotations.NullMarked;
