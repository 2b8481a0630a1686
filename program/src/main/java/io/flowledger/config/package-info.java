/** Configuration: one list of settings, read from file, environment and command line into one immutable record tree. */
@NullMarked
package io.flowledger.config;

import org.jspecify.annotations.NullMarked;
