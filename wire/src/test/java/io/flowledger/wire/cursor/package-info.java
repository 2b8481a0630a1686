/** Tests of the reads and writes over octet arrays. */
@NullMarked
package io.flowledger.wire.cursor;

import org.jspecify.annotations.NullMarked;
