/** Landing of a batch: all of it in one transaction, exactly once. */
@NullMarked
package io.flowledger.store.ingest;

import org.jspecify.annotations.NullMarked;
