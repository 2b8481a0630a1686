/** Tests of the sFlow decoder. */
@NullMarked
package io.flowledger.wire.sflow;

import org.jspecify.annotations.NullMarked;
