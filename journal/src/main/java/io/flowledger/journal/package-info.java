/** The journal: a crash-safe, positioned log of raw datagrams in pcapng segments; it knows nothing of what they say. */
@NullMarked
package io.flowledger.journal;

import org.jspecify.annotations.NullMarked;
