/** What is kept for how long, and how old partitions go. */
@NullMarked
package io.flowledger.store.retention;

import org.jspecify.annotations.NullMarked;
