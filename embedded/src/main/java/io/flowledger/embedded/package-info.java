/** A PostgreSQL server of one's own in a data directory: unpacked, initialised, started, watched and stopped. */
@NullMarked
package io.flowledger.embedded;

import org.jspecify.annotations.NullMarked;
