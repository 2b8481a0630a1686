/** Tests of retention, on a real database. */
@NullMarked
package io.flowledger.store.retention;

import org.jspecify.annotations.NullMarked;
