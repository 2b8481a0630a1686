/** Tests of NetFlow version 7. */
@NullMarked
package io.flowledger.wire.netflow7;

import org.jspecify.annotations.NullMarked;
