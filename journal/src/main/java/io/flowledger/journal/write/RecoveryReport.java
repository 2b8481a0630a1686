package io.flowledger.journal.write;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found at the end of the journal when it was opened.
 *
 * @param segment the last segment, or null when the journal was empty
 * @param entriesKept readable entries in that segment
 * @param octetsCut torn octets that were cut from its end
 * @param corruptOctets damaged octets before that end, which readers will skip
 * @param endPosition where the next entry goes
 * @param gapOctets positions left out because a power loss took entries whose positions were already in use
 */
public record RecoveryReport(
        @Nullable Path segment,
        long entriesKept,
        long octetsCut,
        long corruptOctets,
        long endPosition,
        long gapOctets) {
    /** Whether the last run ended well, as far as the journal can tell. */
    public boolean clean() {
        return octetsCut == 0 && corruptOctets == 0 && gapOctets == 0;
    }

    /** For the log. */
    public String sentence() {
        StringBuilder text = new StringBuilder(
                segment == null
                        ? "begins at position " + endPosition
                        : "goes on at position " + endPosition + " after " + entriesKept + " entries in "
                                + segment.getFileName());
        if (octetsCut > 0) {
            text.append("; ").append(octetsCut).append(" torn octets were cut from its end");
        }
        if (corruptOctets > 0) {
            text.append("; ").append(corruptOctets).append(" octets in it are damaged and will be skipped");
        }
        if (gapOctets > 0) {
            text.append("; ").append(gapOctets).append(" octets of positions were in use and are left out");
        }
        return text.toString();
    }
}
