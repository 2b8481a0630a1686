/** Writing a journal: the single writer, its segments and their bound, group fsync, the exclusive lock. */
@NullMarked
package io.flowledger.journal.write;

import org.jspecify.annotations.NullMarked;
