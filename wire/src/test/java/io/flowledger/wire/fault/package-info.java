/** Tests of the closed list of faults and of the limits. */
@NullMarked
package io.flowledger.wire.fault;

import org.jspecify.annotations.NullMarked;
