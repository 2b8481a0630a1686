/** Dissection of sampled packet headers: Ethernet to transport layer, cut anywhere, without allocation. */
@NullMarked
package io.flowledger.wire.packet;

import org.jspecify.annotations.NullMarked;
