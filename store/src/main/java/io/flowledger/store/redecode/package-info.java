/** Replacing the rows of a time range by rows decoded anew. */
@NullMarked
package io.flowledger.store.redecode;

import org.jspecify.annotations.NullMarked;
