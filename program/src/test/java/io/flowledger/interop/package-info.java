/** Other people's exporters sending to the running program, on loopback only. */
@NullMarked
package io.flowledger.interop;

import org.jspecify.annotations.NullMarked;
