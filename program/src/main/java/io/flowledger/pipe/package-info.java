/** Between a UDP port and a named pipe: the collector of grafolean-netflow-bot. */
@NullMarked
package io.flowledger.pipe;

import org.jspecify.annotations.NullMarked;
