/** The program and other people's programs, run as processes by tests. */
@NullMarked
package io.flowledger.child;

import org.jspecify.annotations.NullMarked;
