/** The reference pages, made from the code that they describe. */
@NullMarked
package io.flowledger.reference;

import org.jspecify.annotations.NullMarked;
