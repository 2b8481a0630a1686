/** Tests. */
@NullMarked
package io.flowledger.flow.plan;

import org.jspecify.annotations.NullMarked;
