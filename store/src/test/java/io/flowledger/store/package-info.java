/** Tests of the store on a real PostgreSQL. */
@NullMarked
package io.flowledger.store;

import org.jspecify.annotations.NullMarked;
