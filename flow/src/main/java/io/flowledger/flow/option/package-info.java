/** What Options Data Records say about the flows beside them: sampling rates, names, start times. */
@NullMarked
package io.flowledger.flow.option;

import org.jspecify.annotations.NullMarked;
