package io.flowledger.flow.batch;

/**
 * A Data Set that waits in the journal for its template.
 *
 * @param key the stream
 * @param templateId the template it waits for
 * @param position journal position of its datagram
 * @param setOffset offset of the Set's header in the datagram's payload
 * @param lengthOctets length of the Set with its header
 * @param receivedAtNanos receive time of the datagram, nanoseconds since 1970: that of its rows, whenever they land
 * @param storedBeside true when something else of the datagram was stored already
 * @param session the connection that it came over, or 0 for UDP
 */
public record ParkedSet(
        StreamKey key,
        int templateId,
        long position,
        int setOffset,
        int lengthOctets,
        long receivedAtNanos,
        boolean storedBeside,
        long session) {

    /** Over UDP. */
    public ParkedSet(
            StreamKey key,
            int templateId,
            long position,
            int setOffset,
            int lengthOctets,
            long receivedAtNanos,
            boolean storedBeside) {
        this(key, templateId, position, setOffset, lengthOctets, receivedAtNanos, storedBeside, 0);
    }

    /** The same Set, beside something that was stored. */
    public ParkedSet withStoredBeside() {
        return new ParkedSet(key, templateId, position, setOffset, lengthOctets, receivedAtNanos, true, session);
    }
}
