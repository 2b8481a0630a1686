/** The console in a browser, over the real program. */
@NullMarked
package io.flowledger.console;

import org.jspecify.annotations.NullMarked;
