/** Tests of connecting and waiting. */
@NullMarked
package io.flowledger.store.connect;

import org.jspecify.annotations.NullMarked;
