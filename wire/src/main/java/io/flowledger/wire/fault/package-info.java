/** What can be wrong with a datagram, as a closed list of values, and the limits that keep a hostile exporter in bounds. */
@NullMarked
package io.flowledger.wire.fault;

import org.jspecify.annotations.NullMarked;
