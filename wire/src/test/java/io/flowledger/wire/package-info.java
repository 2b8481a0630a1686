/** Tests over all protocols: progress on any input, partial messages, memory bounds. */
@NullMarked
package io.flowledger.wire;

import org.jspecify.annotations.NullMarked;
