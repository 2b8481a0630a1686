/** Reading a journal: by position, following its writer, and the recovery that finds where a crash cut it. */
@NullMarked
package io.flowledger.journal.read;

import org.jspecify.annotations.NullMarked;
