/** Rows from sFlow datagrams, checked against values worked out by hand. */
@NullMarked
package io.flowledger.flow.sample;

import org.jspecify.annotations.NullMarked;
