/** What the project wants to reach, beside what was measured. */
@org.jspecify.annotations.NullMarked
package io.flowledger.bench.goal;
