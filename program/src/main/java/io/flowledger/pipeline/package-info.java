/** From the journal to the database: decoding in one thread, landing in another. */
@NullMarked
package io.flowledger.pipeline;

import org.jspecify.annotations.NullMarked;
