/** What flow exporters put on the wire, and how to tell one export protocol from another. */
@NullMarked
package io.flowledger.wire;

import org.jspecify.annotations.NullMarked;
