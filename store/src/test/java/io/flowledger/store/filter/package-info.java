/** The filter language. */
@NullMarked
package io.flowledger.store.filter;

import org.jspecify.annotations.NullMarked;
