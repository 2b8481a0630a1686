/** Tests of the reports to Grafolean. */
@NullMarked
package io.flowledger.grafolean;

import org.jspecify.annotations.NullMarked;
