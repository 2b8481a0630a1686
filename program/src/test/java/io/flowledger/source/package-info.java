/** Sockets of listeners, with what real clients do to them. */
@NullMarked
package io.flowledger.source;

import org.jspecify.annotations.NullMarked;
