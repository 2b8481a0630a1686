/** Tests of NetFlow version 1. */
@NullMarked
package io.flowledger.wire.netflow1;

import org.jspecify.annotations.NullMarked;
