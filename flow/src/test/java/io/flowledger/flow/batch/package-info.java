/** Tests. */
@NullMarked
package io.flowledger.flow.batch;

import org.jspecify.annotations.NullMarked;
