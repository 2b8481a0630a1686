/** Tests of the walk over IPFIX Messages. */
@NullMarked
package io.flowledger.wire.ipfix;

import org.jspecify.annotations.NullMarked;
