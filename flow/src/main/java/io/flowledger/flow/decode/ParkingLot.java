package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Data Sets that wait in the journal for their template, or for their sampling rate: where they lie, not what they hold.
 *
 * <p>A Set waits until its template is there; then it is ready, until it is taken, in the order of the journal. Bounded by
 * number and octets when one is added, by age when time passes. Owned by the decode thread.
 */
final class ParkingLot {
    private static final Comparator<ParkedSet> BY_POSITION =
            Comparator.comparingLong(ParkedSet::position).thenComparingInt(ParkedSet::setOffset);
    /** No Template ID: what Sets of a stream wait for that wait for a rate. */
    private static final int RATE = -1;

    private final int maximumSets;
    private final long maximumOctets;
    private final long maximumAgeNanos;
    private final long rateAgeNanos;
    private final Map<TemplateKey, TreeSet<ParkedSet>> byTemplate = new HashMap<>();
    private final TreeSet<ParkedSet> byAge =
            new TreeSet<>(Comparator.comparingLong(this::deadlineNanos).thenComparing(BY_POSITION));
    private final TreeSet<ParkedSet> ready = new TreeSet<>(BY_POSITION);
    private final TreeMap<Long, ParkedDatagram> byPosition = new TreeMap<>();
    private int sets;
    private long octets;

    /** A Template ID of a stream, in one connection or over UDP. */
    private record TemplateKey(StreamKey key, long session, int templateId) {}

    /** A datagram of which Sets wait: which, and whether anything else of it was stored. */
    static final class ParkedDatagram {
        private final List<ParkedSet> sets = new ArrayList<>(1);
        private boolean stored;

        /** Sets of the datagram that are not dealt with. */
        List<ParkedSet> sets() {
            return sets;
        }

        boolean stored() {
            return stored;
        }

        void markStored() {
            stored = true;
        }
    }

    ParkingLot(DecoderSettings settings) {
        maximumSets = settings.parkSets();
        maximumOctets = settings.parkOctets();
        maximumAgeNanos = settings.parkAge().toNanos();
        rateAgeNanos = settings.rateAge().toNanos();
    }

    private long deadlineNanos(ParkedSet set) {
        return set.receivedAtNanos() + (set.awaitsRate() ? rateAgeNanos : maximumAgeNanos);
    }

    private static TemplateKey awaited(ParkedSet set) {
        return set.awaitsRate()
                ? new TemplateKey(set.key(), 0, RATE)
                : new TemplateKey(set.key(), set.session(), set.templateId());
    }

    /** Whether a Set may wait for its rate: half of the room is for those that cannot be read without waiting. */
    boolean hasRoomForRate(int lengthOctets) {
        return 2L * sets < maximumSets && 2 * (octets + lengthOctets) <= maximumOctets;
    }

    /** Makes the Sets of a stream ready that wait for a rate. */
    void rateCame(StreamKey key) {
        release(new TemplateKey(key, 0, RATE));
    }

    /** Makes a Set ready that was taken. */
    void makeReady(ParkedSet set) {
        ready.add(set);
    }

    /** The streams of which Sets wait for a rate. */
    List<StreamKey> awaitingRate() {
        return byTemplate.keySet().stream()
                .filter(key -> key.templateId() == RATE)
                .map(TemplateKey::key)
                .toList();
    }

    /** Takes a Set in; false when there is no room. */
    boolean add(ParkedSet set) {
        if (sets >= maximumSets || octets + set.lengthOctets() > maximumOctets) {
            return false;
        }
        takeIn(set);
        return true;
    }

    /** Takes a Set in that was taken in before a restart. */
    void restore(ParkedSet set) {
        ParkedDatagram datagram = takeIn(set);
        datagram.stored |= set.storedBeside();
    }

    private ParkedDatagram takeIn(ParkedSet set) {
        putBack(set);
        ParkedDatagram datagram = byPosition.computeIfAbsent(set.position(), position -> new ParkedDatagram());
        datagram.sets.add(set);
        sets++;
        octets += set.lengthOctets();
        return datagram;
    }

    /** Makes the Sets ready that wait for a template. */
    void templateCame(StreamKey key, long session, int templateId) {
        if (byAge.isEmpty()) {
            return;
        }
        release(new TemplateKey(key, session, templateId));
    }

    private void release(TemplateKey key) {
        TreeSet<ParkedSet> waiting = byTemplate.remove(key);
        if (waiting != null) {
            byAge.removeAll(waiting);
            ready.addAll(waiting);
        }
    }

    /** Takes the first Set that is ready; null when none is. */
    @Nullable
    ParkedSet takeReady() {
        return ready.isEmpty() ? null : ready.pollFirst();
    }

    /** Lets a Set that was taken wait again. */
    void putBack(ParkedSet set) {
        byTemplate
                .computeIfAbsent(awaited(set), key -> new TreeSet<>(BY_POSITION))
                .add(set);
        byAge.add(set);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes a Set that has waited too long by {@code nowNanos}, the oldest first; null when there is none. */
    @Nullable
    ParkedSet takeExpired(long nowNanos) {
        if (byAge.isEmpty() || nowNanos <= deadlineNanos(byAge.first())) {
            return null;
        }
        ParkedSet expired = byAge.first();
        take(expired);
        return expired;
    }

    /** Takes the Set that lies lowest in the journal if that is before {@code position}, waiting or ready; null otherwise. */
    @Nullable
    ParkedSet takeBefore(long position) {
        if (lowestPosition() >= position) {
            return null;
        }
        ParkedSet lowest = byPosition.firstEntry().getValue().sets().get(0);
        if (!ready.remove(lowest)) {
            take(lowest);
        }
        return lowest;
    }

    /** Takes the Sets of a connection that wait for a template, the oldest first. */
    List<ParkedSet> takeWaiting(long session) {
        List<ParkedSet> taken =
                byAge.stream().filter(set -> set.session() == session).toList();
        taken.forEach(this::take);
        return taken;
    }

    /** Whether a Set of a connection is ready. */
    boolean hasReady(long session) {
        return ready.stream().anyMatch(set -> set.session() == session);
    }

    private void take(ParkedSet expired) {
        byAge.remove(expired);
        TemplateKey key = awaited(expired);
        TreeSet<ParkedSet> waiting = byTemplate.get(key);
        if (waiting != null) {
            waiting.remove(expired);
            if (waiting.isEmpty()) {
                byTemplate.remove(key);
            }
        }
    }

    /** The datagram at {@code position} of which a Set is not dealt with, or null. */
    @Nullable
    ParkedDatagram datagram(long position) {
        return sets == 0 ? null : byPosition.get(position);
    }

    /** Notes that a Set which was taken is dealt with; true when it was the last of its datagram. */
    boolean settle(ParkedSet set) {
        ParkedDatagram datagram = byPosition.get(set.position());
        if (datagram == null || !datagram.sets.remove(set)) {
            throw new IllegalStateException("a Set that was not parked is settled: " + set);
        }
        sets--;
        octets -= set.lengthOctets();
        if (!datagram.sets.isEmpty()) {
            return false;
        }
        byPosition.remove(set.position());
        return true;
    }

    /** Sets that are not dealt with. */
    int sets() {
        return sets;
    }

    /** The lowest journal position of a Set that is not dealt with, or {@link Long#MAX_VALUE}. */
    long lowestPosition() {
        return byPosition.isEmpty() ? Long.MAX_VALUE : byPosition.firstKey();
    }
}
