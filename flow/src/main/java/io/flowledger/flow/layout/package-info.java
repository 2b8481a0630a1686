/** What one flow row is: the columns of each table layout, each declared once with all that follows from it. */
@NullMarked
package io.flowledger.flow.layout;

import org.jspecify.annotations.NullMarked;
