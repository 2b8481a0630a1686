/** Looks at the machine, the database and the books for what is wrong, and says what to do. */
@NullMarked
package io.flowledger.doctor;

import org.jspecify.annotations.NullMarked;
