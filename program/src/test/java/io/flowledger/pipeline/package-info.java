/** Tests of the way from the journal to the database. */
@NullMarked
package io.flowledger.pipeline;

import org.jspecify.annotations.NullMarked;
