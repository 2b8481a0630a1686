/** Tests. */
@NullMarked
package io.flowledger.flow.decode;

import org.jspecify.annotations.NullMarked;
