/** Benchmarks of the stages that a datagram goes through, each alone in one thread. */
@org.jspecify.annotations.NullMarked
package io.flowledger.bench.stage;
