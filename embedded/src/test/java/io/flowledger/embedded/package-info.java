/** Tests of the embedded server, and the database that other modules' tests use. */
@NullMarked
package io.flowledger.embedded;

import org.jspecify.annotations.NullMarked;
