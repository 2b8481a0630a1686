/** Tests of generated datagrams. */
@org.jspecify.annotations.NullMarked
package io.flowledger.generate;
