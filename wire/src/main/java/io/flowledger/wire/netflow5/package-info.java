/** NetFlow version 5 export datagrams as Cisco documents them. */
@NullMarked
package io.flowledger.wire.netflow5;

import org.jspecify.annotations.NullMarked;
