/** PostgreSQL: schema, exact landing of batches, the state to go on from, and the audit of the books. */
@NullMarked
package io.flowledger.store;

import org.jspecify.annotations.NullMarked;
