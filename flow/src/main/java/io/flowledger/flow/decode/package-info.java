/** Datagrams become batches: sessions, template state, sequence accounting and parking. */
@NullMarked
package io.flowledger.flow.decode;

import org.jspecify.annotations.NullMarked;
