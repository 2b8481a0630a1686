/** Questions to a real database. */
@NullMarked
package io.flowledger.store.query;

import org.jspecify.annotations.NullMarked;
