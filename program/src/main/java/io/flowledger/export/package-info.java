/** Flows written as an IPFIX File (RFC 5655). */
@NullMarked
package io.flowledger.export;

import org.jspecify.annotations.NullMarked;
