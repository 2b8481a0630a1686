/** Tests of blocks. */
@NullMarked
package io.flowledger.store.block;

import org.jspecify.annotations.NullMarked;
