package io.flowledger.journal.read;

import io.flowledger.journal.format.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a segment is.
 *
 * @param contentOctets positions that it covers
 * @param fileOctets what its file takes, less than that when it is compressed
 * @param compressed whether it is
 */
public record SegmentExtent(long contentOctets, long fileOctets, boolean compressed) {
    /** The extent of the segment with that base. */
    public static SegmentExtent of(Path directory, long basePosition) throws IOException {
        try (SegmentContent content = SegmentContent.open(directory, basePosition)) {
            boolean compressed = content instanceof CompressedContent;
            long octets = content.size();
            return new SegmentExtent(
                    octets,
                    compressed ? Files.size(SegmentName.compressed(directory, basePosition)) : octets,
                    compressed);
        }
    }
}
