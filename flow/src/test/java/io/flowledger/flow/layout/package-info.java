/** Tests. */
@NullMarked
package io.flowledger.flow.layout;

import org.jspecify.annotations.NullMarked;
