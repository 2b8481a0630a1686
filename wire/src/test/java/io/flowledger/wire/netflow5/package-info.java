/** Tests of NetFlow version 5 datagrams. */
@NullMarked
package io.flowledger.wire.netflow5;

import org.jspecify.annotations.NullMarked;
