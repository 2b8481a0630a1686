/** Questions about flows and their answers. */
@NullMarked
package io.flowledger.store.query;

import org.jspecify.annotations.NullMarked;
