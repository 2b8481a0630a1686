package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.wire.template.Template;
import io.flowledger.wire.template.TemplateStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes the Data Sets of a Message: decodes those whose template is there and parks the others.
 *
 * <p>Owned by the decode thread.
 */
final class DataSetIntake {
    private static final int SET_HEADER_OCTETS = 4;

    private final SetDecoder sets;
    private final Parking parking;
    private final RateWait rates;
    private boolean stored;
    private boolean turnedAway;
    private boolean uncounted;

    DataSetIntake(SetDecoder sets, Parking parking, RateWait rates) {
        this.sets = sets;
        this.parking = parking;
        this.rates = rates;
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
            if (rates.isDue(session, stream, template, datagram.buffer(), contentOffset, contentLength)
                    && parking.parkForRate(
                            stream,
                            parked(session, stream, datagram, setId, contentOffset, contentLength, template),
                            batch)) {
                sets.countWaiting(template, datagram.buffer(), contentOffset, contentLength);
                return;
            }
            sets.decode(
                    stream, template, datagram, session.templates(), contentOffset, contentLength, uptimeKnown, batch);
            stored = true;
            return;
        }
        uncounted = true;
        ParkedSet set = parked(session, stream, datagram, setId, contentOffset, contentLength, null);
        turnedAway |= !parking.park(stream, set, batch);
    }

    private static ParkedSet parked(
            ExporterSession session,
            ExportStream stream,
            Datagram datagram,
            int setId,
            int contentOffset,
            int contentLength,
            @Nullable Template template) {
        return new ParkedSet(
                stream.key(),
                setId,
                datagram.position(),
                contentOffset - SET_HEADER_OCTETS - datagram.payloadOffset(),
                contentLength + SET_HEADER_OCTETS,
                ReceiveTime.kept(datagram.receivedAtNanos()),
                false,
                session.number(),
                template);
    }

    /** Whether a Set that waits for its rate should wait on. */
    boolean waitsOn(ExportStream stream, Template template, Datagram datagram, ParkedSet set) {
        int content = datagram.payloadOffset() + set.setOffset() + SET_HEADER_OCTETS;
        return rates.isDue(stream, template, datagram.buffer(), content, set.lengthOctets() - SET_HEADER_OCTETS);
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
