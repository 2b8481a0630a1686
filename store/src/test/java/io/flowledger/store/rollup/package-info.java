/** Tests of sums against the rows themselves, on a real database. */
@NullMarked
package io.flowledger.store.rollup;

import org.jspecify.annotations.NullMarked;
