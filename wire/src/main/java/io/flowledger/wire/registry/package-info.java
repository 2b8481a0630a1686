/** The Information Elements of RFC 7012: their names, types, semantics and units, read from data files. */
@NullMarked
package io.flowledger.wire.registry;

import org.jspecify.annotations.NullMarked;
