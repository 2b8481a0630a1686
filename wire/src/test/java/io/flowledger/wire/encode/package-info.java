/** Writers of NetFlow, IPFIX and sFlow messages and packet headers for tests, made without the decoder. */
@NullMarked
package io.flowledger.wire.encode;

import org.jspecify.annotations.NullMarked;
