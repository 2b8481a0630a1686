/** Template Records, the store of one Transport Session and the walk over Data Records. */
@NullMarked
package io.flowledger.wire.template;

import org.jspecify.annotations.NullMarked;
