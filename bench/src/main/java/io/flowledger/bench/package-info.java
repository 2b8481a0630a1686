/** The command that measures, and what it writes into RESULTS.md. */
@org.jspecify.annotations.NullMarked
package io.flowledger.bench;
