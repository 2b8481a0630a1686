/** Rows on their way to a table, as PostgreSQL's binary COPY. */
@NullMarked
package io.flowledger.store.copy;

import org.jspecify.annotations.NullMarked;
