/** Tests of the command line: performed inside this JVM, with streams of their own. */
@NullMarked
package io.flowledger.cli;

import org.jspecify.annotations.NullMarked;
