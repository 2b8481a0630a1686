/** A template and a layout compiled into instructions that turn Data Records into COPY tuples. */
@NullMarked
package io.flowledger.flow.plan;

import org.jspecify.annotations.NullMarked;
