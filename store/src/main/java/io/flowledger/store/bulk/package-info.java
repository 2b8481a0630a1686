/** Many rows of bookkeeping in one statement. */
@NullMarked
package io.flowledger.store.bulk;

import org.jspecify.annotations.NullMarked;
