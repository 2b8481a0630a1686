/** Connections to the database, what its errors mean, and waiting for one that is away. */
@NullMarked
package io.flowledger.store.connect;

import org.jspecify.annotations.NullMarked;
