/** What a segment looks like on disk: pcapng blocks, synthesized IP and UDP headers, checksums, file names. */
@NullMarked
package io.flowledger.journal.format;

import org.jspecify.annotations.NullMarked;
