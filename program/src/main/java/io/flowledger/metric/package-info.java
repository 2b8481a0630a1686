/** Figures of the running program, for monitoring and for the console. */
@NullMarked
package io.flowledger.metric;

import org.jspecify.annotations.NullMarked;
