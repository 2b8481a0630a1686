/** The books in the database: adding to them, and auditing them against the rows. */
@NullMarked
package io.flowledger.store.ledger;

import org.jspecify.annotations.NullMarked;
