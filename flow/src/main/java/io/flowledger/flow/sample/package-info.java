/** Rows from sFlow samples: single packets, what was dropped, and counters. */
@NullMarked
package io.flowledger.flow.sample;

import org.jspecify.annotations.NullMarked;
