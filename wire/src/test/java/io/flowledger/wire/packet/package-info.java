/** Tests of the packet dissector. */
@NullMarked
package io.flowledger.wire.packet;

import org.jspecify.annotations.NullMarked;
