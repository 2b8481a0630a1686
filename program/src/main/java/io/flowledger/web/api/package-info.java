/** Answers of the API: what is asked of the database and how it is told. */
@NullMarked
package io.flowledger.web.api;

import org.jspecify.annotations.NullMarked;
