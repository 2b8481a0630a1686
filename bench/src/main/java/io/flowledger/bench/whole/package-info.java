/** Measurements of the whole program in a process of its own, beside a limit measured in the same run. */
@org.jspecify.annotations.NullMarked
package io.flowledger.bench.whole;
