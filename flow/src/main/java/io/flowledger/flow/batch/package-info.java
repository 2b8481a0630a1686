/** Rows and bookkeeping that land in one transaction. */
@NullMarked
package io.flowledger.flow.batch;

import org.jspecify.annotations.NullMarked;
