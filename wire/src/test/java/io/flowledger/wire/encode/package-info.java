/** Writers of NetFlow version 5, version 9 and IPFIX messages for tests, made without the decoder. */
@NullMarked
package io.flowledger.wire.encode;

import org.jspecify.annotations.NullMarked;
