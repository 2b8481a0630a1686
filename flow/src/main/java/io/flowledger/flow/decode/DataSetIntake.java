package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;

/**
 * Takes the Data Sets of a Message: decodes those whose template is there and parks the others.
 *
 * <p>Owned by the decode thread.
 */
final class DataSetIntake {
    private static final int SET_HEADER_OCTETS = 4;

    private final SetDecoder sets;
    private final Parking parking;
    private boolean stored;
    private boolean turnedAway;
    private boolean uncounted;

    DataSetIntake(SetDecoder sets, Parking parking) {
        this.sets = sets;
        this.parking = parking;
    }

    /** Begins a Message. */
    void begin() {
        stored = false;
        turnedAway = false;
        uncounted = false;
        sets.resetCounts();
    }

    /** True when a Set's records could not be counted. */
    boolean isUncounted() {
        return uncounted || sets.isCut();
    }

    /** Notes that a Set was lost, so that the Message's records cannot be counted. */
    void lost() {
        uncounted = true;
    }

    /** Notes that the Message brought something that needs no row: a template. */
    void keep() {
        stored = true;
    }

    long flowRecords() {
        return sets.flowRecords();
    }

    long optionsRecords() {
        return sets.optionsRecords();
    }

    /** Takes a Data Set of the Message. */
    void take(
            ExporterSession session,
            ExportStream stream,
            Datagram datagram,
            int setId,
            int contentOffset,
            int contentLength,
            boolean uptimeKnown,
            Batch batch) {
        Template template = session.templates().find(stream.key().observationDomain(), setId);
        if (template != null) {
            sets.decode(
                    stream, template, datagram, session.templates(), contentOffset, contentLength, uptimeKnown, batch);
            stored = true;
            return;
        }
        uncounted = true;
        ParkedSet set = new ParkedSet(
                stream.key(),
                setId,
                datagram.position(),
                contentOffset - SET_HEADER_OCTETS - datagram.payloadOffset(),
                contentLength + SET_HEADER_OCTETS,
                ReceiveTime.kept(datagram.receivedAtNanos()),
                false,
                session.number());
        turnedAway |= !parking.park(stream, set, batch);
    }

    /** Decodes a Set that waited by the template that it waited for. */
    void takeParked(
            ExportStream stream,
            Template template,
            TemplateStore templates,
            Datagram datagram,
            ParkedSet set,
            boolean uptimeKnown,
            Batch batch) {
        int content = datagram.payloadOffset() + set.setOffset() + SET_HEADER_OCTETS;
        sets.resetCounts();
        sets.decode(
                stream,
                template,
                datagram,
                templates,
                content,
                set.lengthOctets() - SET_HEADER_OCTETS,
                uptimeKnown,
                batch);
    }

    /** Ends a Message. */
    void end(ExportStream stream, Datagram datagram, Batch batch) {
        parking.closeDatagram(stream, datagram, stored, turnedAway, batch);
    }
}
