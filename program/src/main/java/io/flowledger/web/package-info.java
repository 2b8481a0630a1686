/** Serves the console and the API over HTTP. */
@NullMarked
package io.flowledger.web;

import org.jspecify.annotations.NullMarked;
