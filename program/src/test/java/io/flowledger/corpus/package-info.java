/** Real exports outside the repository, through the whole program, against what independent decoders found. */
@NullMarked
package io.flowledger.corpus;

import org.jspecify.annotations.NullMarked;
