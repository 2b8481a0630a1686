/** Tests of templates, their store and the walk over Data Records. */
@NullMarked
package io.flowledger.wire.template;

import org.jspecify.annotations.NullMarked;
