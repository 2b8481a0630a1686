package io.flowledger.flow.decode;

import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.batch.ParkedSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Ends connections: with a connection end its templates (RFC 7011 section 8.1) and the hope of Sets that wait for one. Sets whose
 * template has come are decoded before, which may take more than one batch.
 *
 * <p>Owned by the decode thread.
 */
final class SessionEnds {
    private final ExporterSessions sessions;
    private final ParkingLot lot;
    private final List<Ending> endings = new ArrayList<>();

    /** A connection that has ended at a position of the journal. */
    private record Ending(ExporterSession session, long position, long receivedAtNanos) {}

    SessionEnds(ExporterSessions sessions, ParkingLot lot) {
        this.sessions = sessions;
        this.lot = lot;
    }

    /** Takes the word of the journal that one connection or all have ended; gives the Sets that wait in vain. */
    List<ParkedSet> take(Datagram end) {
        List<ParkedSet> inVain = new ArrayList<>();
        for (ExporterSession session : sessions.connections()) {
            boolean meant = end.session() == 0 || end.session() == session.number();
            if (meant && endings.stream().noneMatch(ending -> ending.session().equals(session))) {
                inVain.addAll(lot.takeWaiting(session.number()));
                endings.add(new Ending(session, end.position(), end.receivedAtNanos()));
            }
        }
        return inVain;
    }

    /** Whether no connection is ending. */
    boolean isEmpty() {
        return endings.isEmpty();
    }

    /** Forgets the ended connections of which no Set is ready any more, and says which; their stores are as they were. */
    List<ExporterSession> finish(Batch batch) {
        List<ExporterSession> finished = new ArrayList<>();
        for (Iterator<Ending> i = endings.iterator(); i.hasNext(); ) {
            Ending ending = i.next();
            ExporterSession session = ending.session();
            if (!lot.hasReady(session.number())) {
                i.remove();
                TemplateIntake.endAll(session, ending.position(), ending.receivedAtNanos(), batch);
                sessions.remove(session);
                batch.endedSessions().add(session.number());
                finished.add(session);
            }
        }
        return finished;
    }
}
