/** Captures and expected values outside the repository, for tests that run where they are. */
@NullMarked
package io.flowledger.wire.corpus;

import org.jspecify.annotations.NullMarked;
