/** The decoder's state as of the last committed batch. */
@NullMarked
package io.flowledger.store.restore;

import org.jspecify.annotations.NullMarked;
