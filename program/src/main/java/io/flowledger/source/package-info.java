/** Where datagrams come from: sockets, a named pipe, capture files. All end in the journal. */
@NullMarked
package io.flowledger.source;

import org.jspecify.annotations.NullMarked;
