package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data Sets that wait in the journal for their template: where they lie, not what they hold.
 *
 * <p>Bounded by number and octets when one is added, by age when time passes. Owned by the decode thread.
 */
final class ParkingLot {
    private final int maximumSets;
    private final long maximumOctets;
    private final long maximumAgeNanos;
    private final Map<TemplateKey, List<ParkedSet>> byTemplate = new HashMap<>();
    private final Map<Long, ParkedDatagram> byPosition = new LinkedHashMap<>();
    private int sets;
    private long octets;

    /** A Template ID of a stream. */
    private record TemplateKey(StreamKey key, int templateId) {}

    /** A datagram of which Sets wait: how many, and whether anything else of it was stored. */
    static final class ParkedDatagram {
        private int waiting;
        private boolean stored;

        int waiting() {
            return waiting;
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
    }

    /** Takes a Set in; false when there is no room. */
    boolean add(ParkedSet set) {
        if (sets >= maximumSets || octets + set.lengthOctets() > maximumOctets) {
            return false;
        }
        restore(set);
        return true;
    }

    /** Takes a Set in that was taken in before a restart. */
    void restore(ParkedSet set) {
        byTemplate
                .computeIfAbsent(new TemplateKey(set.key(), set.templateId()), key -> new ArrayList<>())
                .add(set);
        ParkedDatagram datagram = byPosition.computeIfAbsent(set.position(), position -> new ParkedDatagram());
        datagram.waiting++;
        datagram.stored |= set.storedBeside();
        sets++;
        octets += set.lengthOctets();
    }

    /** True when a Set of the stream waits for the template. */
    boolean isAwaited(StreamKey key, int templateId) {
        return sets > 0 && byTemplate.containsKey(new TemplateKey(key, templateId));
    }

    /** Lets the Sets go that wait for a template, in the order in which they came. */
    List<ParkedSet> take(StreamKey key, int templateId) {
        List<ParkedSet> taken = byTemplate.remove(new TemplateKey(key, templateId));
        if (taken == null) {
            return List.of();
        }
        taken.forEach(this::discount);
        return taken;
    }

    /** Lets the Sets go that have waited too long by {@code nowNanos}. */
    List<ParkedSet> takeExpired(long nowNanos) {
        List<ParkedSet> expired = new ArrayList<>();
        for (Iterator<List<ParkedSet>> lists = byTemplate.values().iterator(); lists.hasNext(); ) {
            List<ParkedSet> waiting = lists.next();
            waiting.removeIf(set -> {
                boolean old = nowNanos - set.receivedAtNanos() > maximumAgeNanos;
                if (old) {
                    expired.add(set);
                }
                return old;
            });
            if (waiting.isEmpty()) {
                lists.remove();
            }
        }
        expired.forEach(this::discount);
        return expired;
    }

    private void discount(ParkedSet set) {
        sets--;
        octets -= set.lengthOctets();
    }

    /** The datagram at {@code position} of which a Set waits or was just let go, or null. */
    @Nullable
    ParkedDatagram datagram(long position) {
        return byPosition.get(position);
    }

    /** Notes that a Set which was let go is dealt with; true when it was the last of its datagram. */
    boolean settle(ParkedSet set) {
        ParkedDatagram datagram = byPosition.get(set.position());
        if (datagram == null) {
            return false;
        }
        datagram.waiting--;
        if (datagram.waiting == 0) {
            byPosition.remove(set.position());
            return true;
        }
        return false;
    }

    /** The Sets of a datagram that still wait. */
    List<ParkedSet> waiting(long position) {
        List<ParkedSet> found = new ArrayList<>();
        byTemplate
                .values()
                .forEach(list ->
                        list.stream().filter(set -> set.position() == position).forEach(found::add));
        return found;
    }

    int sets() {
        return sets;
    }

    /** The lowest journal position that a Set waits at, or {@link Long#MAX_VALUE}. */
    long lowestPosition() {
        return byPosition.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }
}
