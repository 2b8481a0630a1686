/** Tests of the configuration. */
@NullMarked
package io.flowledger.config;

import org.jspecify.annotations.NullMarked;
