/** What was counted: one entry an exporter, observation domain, protocol and minute. */
@NullMarked
package io.flowledger.flow.ledger;

import org.jspecify.annotations.NullMarked;
