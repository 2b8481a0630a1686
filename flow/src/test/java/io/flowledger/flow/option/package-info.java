/** Tests. */
@NullMarked
package io.flowledger.flow.option;

import org.jspecify.annotations.NullMarked;
