/** Which files were imported. */
@NullMarked
package io.flowledger.store.imports;

import org.jspecify.annotations.NullMarked;
