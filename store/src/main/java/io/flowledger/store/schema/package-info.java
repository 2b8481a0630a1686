/** Tables: numbered migrations, the table of flows with its partitions, and Grafolean's tables. */
@NullMarked
package io.flowledger.store.schema;

import org.jspecify.annotations.NullMarked;
