/** Sums of flows by minute, hour and day, kept exact while rows come, change and go. */
@NullMarked
package io.flowledger.store.rollup;

import org.jspecify.annotations.NullMarked;
