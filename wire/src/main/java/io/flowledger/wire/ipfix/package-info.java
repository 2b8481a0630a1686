/** IPFIX Messages as RFC 7011 lays them out. */
@NullMarked
package io.flowledger.wire.ipfix;

import org.jspecify.annotations.NullMarked;
