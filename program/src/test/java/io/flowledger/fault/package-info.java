/** Kills, stops, fills and cuts what the program stands on, and compares what is left with an undisturbed run. */
@NullMarked
package io.flowledger.fault;

import org.jspecify.annotations.NullMarked;
