/** The command line: what can be asked of the program, its options, its exit codes and its log. */
@NullMarked
package io.flowledger.cli;

import org.jspecify.annotations.NullMarked;
