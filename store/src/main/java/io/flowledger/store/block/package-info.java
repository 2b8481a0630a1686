/** Closed hours of flows as blocks of arrays, and back. */
@NullMarked
package io.flowledger.store.block;

import org.jspecify.annotations.NullMarked;
