/** Directories for what is measured with. */
@org.jspecify.annotations.NullMarked
package io.flowledger.bench.scratch;
