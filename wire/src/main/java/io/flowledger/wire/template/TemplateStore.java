package io.flowledger.wire.template;

import io.flowledger.wire.fault.Limits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one Transport Session (RFC 7011 section 8), by Observation Domain and Template ID. Data and options
 * templates share one space of ids: the last definition of an id is the one that holds.
 *
 * <p>A hash table with open addressing and linear probing over {@code long} keys, so that {@link #find}, which runs once a
 * Data Set, allocates nothing. Deleting shifts the entries behind back, so there are no tombstones to collect.
 *
 * <pre>
 *   key:  | 0 (16 bits) | Observation Domain ID (32 bits) | Template ID (16 bits) |     0: slot is empty, as ids start at 256
 * </pre>
 *
 * <p>Each template carries a stamp, the receive time of its last refresh. It is coarse: a refresh moves it only when it is
 * {@link #STAMP_GRANULARITY_NANOS} or more behind, so that what is kept outside equals what is here without a write for each
 * refresh. Lifetimes have to be longer than that.
 *
 * <p>Threading: one thread.
 */
public final class TemplateStore {
    /** How far a refresh has to be from the stamp to move it: 10 minutes. */
    public static final long STAMP_GRANULARITY_NANOS = 600_000_000_000L;

    private static final int INITIAL_SLOTS = 16;

    private final Limits limits;
    private long[] keys = new long[INITIAL_SLOTS];
    private @Nullable Template[] templates = new Template[INITIAL_SLOTS];
    private long[] stamps = new long[INITIAL_SLOTS];
    private int size;

    /** An empty store for at most {@link Limits#templatesPerSession()} templates. */
    public TemplateStore(Limits limits) {
        this.limits = limits;
    }

    /** The template of an id, or null; allocates nothing. */
    public @Nullable Template find(long observationDomain, int templateId) {
        return templates[slotOf(key(observationDomain, templateId))];
    }

    /**
     * When the template of an id was refreshed, give or take {@link #STAMP_GRANULARITY_NANOS}.
     *
     * @return nanoseconds as given to {@link #put}, or {@link Long#MIN_VALUE} if there is none
     */
    public long refreshedAtNanos(long observationDomain, int templateId) {
        int slot = slotOf(key(observationDomain, templateId));
        return templates[slot] == null ? Long.MIN_VALUE : stamps[slot];
    }

    /**
     * Adds, refreshes or replaces. A refresh keeps the {@link Template} object that is there, so that what was made from it
     * can be found by identity.
     *
     * @param receivedAtNanos receive time of the datagram, nanoseconds since 1970
     */
    public TemplateChange put(Template template, long receivedAtNanos) {
        long key = key(template.observationDomain(), template.templateId());
        int slot = slotOf(key);
        Template present = templates[slot];
        if (present != null) {
            if (present.sameDefinition(template)) {
                return refresh(slot, receivedAtNanos);
            }
            templates[slot] = template;
            stamps[slot] = receivedAtNanos;
            return TemplateChange.REDEFINED;
        }
        if (size == limits.templatesPerSession()) {
            return TemplateChange.REFUSED_FULL;
        }
        if ((size + 1) * 2 > keys.length) {
            grow();
            slot = slotOf(key);
        }
        keys[slot] = key;
        templates[slot] = template;
        stamps[slot] = receivedAtNanos;
        size++;
        return TemplateChange.ADDED;
    }

    private TemplateChange refresh(int slot, long receivedAtNanos) {
        if (receivedAtNanos - stamps[slot] < STAMP_GRANULARITY_NANOS) {
            return TemplateChange.REFRESHED;
        }
        stamps[slot] = receivedAtNanos;
        return TemplateChange.REFRESHED_STAMP_MOVED;
    }

    /** Removes one template; false if it is not there. */
    public boolean withdraw(long observationDomain, int templateId) {
        int slot = slotOf(key(observationDomain, templateId));
        if (templates[slot] == null) {
            return false;
        }
        remove(slot);
        return true;
    }

    /**
     * Removes all data templates or all options templates of a domain.
     *
     * @return how many were removed
     */
    public int withdrawAll(long observationDomain, boolean options) {
        int removed = 0;
        for (int slot = 0; slot < keys.length; ) {
            Template template = templates[slot];
            if (template != null
                    && template.observationDomain() == observationDomain
                    && template.isOptions() == options) {
                remove(slot);
                removed++;
            } else {
                slot++;
            }
        }
        return removed;
    }

    /**
     * Removes the templates whose stamp is older than a lifetime. A receive time before the stamp, as captures replayed in
     * another order have, removes nothing.
     *
     * @param receivedAtNanos receive time now, nanoseconds since 1970
     * @param lifetimeNanos more than {@link #STAMP_GRANULARITY_NANOS} and the exporter's refresh interval together
     * @param expired is told each template removed
     */
    public void expire(long receivedAtNanos, long lifetimeNanos, Consumer<Template> expired) {
        for (int slot = 0; slot < keys.length; ) {
            Template template = templates[slot];
            if (template != null && receivedAtNanos - stamps[slot] > lifetimeNanos) {
                remove(slot);
                expired.accept(template);
            } else {
                slot++;
            }
        }
    }

    /** Templates in the store. */
    public int size() {
        return size;
    }

    /** Shows each template, in no particular order; the store must not be changed meanwhile. */
    public void forEach(Consumer<Template> consumer) {
        for (Template template : templates) {
            if (template != null) {
                consumer.accept(template);
            }
        }
    }

    private static long key(long observationDomain, int templateId) {
        return observationDomain << 16 | templateId;
    }

    private int home(long key) {
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed ^ mixed >>> 32) & keys.length - 1;
    }

    /** The slot that holds the key, or the empty one where it would go. */
    private int slotOf(long key) {
        int slot = home(key);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Template[] oldTemplates = templates;
        long[] oldStamps = stamps;
        keys = new long[oldKeys.length * 2];
        templates = new Template[keys.length];
        stamps = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                templates[slot] = oldTemplates[i];
                stamps[slot] = oldStamps[i];
            }
        }
    }

    /** Empties a slot, then moves back each entry of the run behind it that may lie there. */
    private void remove(int emptied) {
        int mask = keys.length - 1;
        int hole = emptied;
        int slot = hole;
        while (true) {
            slot = slot + 1 & mask;
            if (keys[slot] == 0) {
                break;
            }
            int distanceFromHome = slot - home(keys[slot]) & mask;
            int distanceFromHole = slot - hole & mask;
            if (distanceFromHome >= distanceFromHole) {
                keys[hole] = keys[slot];
                templates[hole] = templates[slot];
                stamps[hole] = stamps[slot];
                hole = slot;
            }
        }
        keys[hole] = 0;
        templates[hole] = null;
        stamps[hole] = 0;
        size--;
    }
}
