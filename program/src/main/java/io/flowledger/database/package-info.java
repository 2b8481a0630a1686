/** The database that a command works with: one's own, or the embedded one. */
@NullMarked
package io.flowledger.database;

import org.jspecify.annotations.NullMarked;
