package io.flowledger.wire.template;

import io.flowledger.wire.fault.Limits;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The templates of one Transport Session (RFC 7011 section 8), by Observation Domain and Template ID. Data and options
 * templates share one space of ids: the last definition of an id is the one that holds.
 *
 * <p>Sorted {@code long} keys and binary search: {@link #find}, which runs once a Data Set, allocates nothing and takes no
 * longer when an exporter chooses its ids and domains with malice, as it could with a hash table; and the order of all is the
 * same in each replay. Exporters have few templates, so shifting to insert is cheap.
 *
 * <pre>
 *   key:  | 0 (16 bits) | Observation Domain ID (32 bits) | Template ID (16 bits) |
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

    private static final int INITIAL_CAPACITY = 2;

    private final Limits limits;
    private long[] keys = new long[INITIAL_CAPACITY];
    private @Nullable Template[] templates = new Template[INITIAL_CAPACITY];
    private long[] stamps = new long[INITIAL_CAPACITY];
    private int size;
    private int fields;

    /** An empty store for as many templates and fields as the limits give a session. */
    public TemplateStore(Limits limits) {
        this.limits = limits;
    }

    /** The template of an id, or null; allocates nothing. */
    public @Nullable Template find(long observationDomain, int templateId) {
        int slot = slotOf(key(observationDomain, templateId));
        return slot < 0 ? null : templates[slot];
    }

    /**
     * When the template of an id was refreshed, give or take {@link #STAMP_GRANULARITY_NANOS}.
     *
     * @return nanoseconds as given to {@link #put}, or {@link Long#MIN_VALUE} if there is none
     */
    public long refreshedAtNanos(long observationDomain, int templateId) {
        int slot = slotOf(key(observationDomain, templateId));
        return slot < 0 ? Long.MIN_VALUE : stamps[slot];
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
        Template present = slot < 0 ? null : templates[slot];
        if (present != null && present.sameDefinition(template)) {
            return refresh(slot, receivedAtNanos);
        }
        int fieldsAfter = fields + template.fieldCount() - (present == null ? 0 : present.fieldCount());
        boolean full = present == null && size == limits.templatesPerSession();
        if (full || fieldsAfter > limits.fieldsPerSession()) {
            return TemplateChange.REFUSED_FULL;
        }
        fields = fieldsAfter;
        if (present != null) {
            templates[slot] = template;
            stamps[slot] = receivedAtNanos;
            return TemplateChange.REDEFINED;
        }
        insert(-slot - 1, key, template, receivedAtNanos);
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
        if (slot < 0) {
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
        for (int slot = 0; slot < size; ) {
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
        for (int slot = 0; slot < size; ) {
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

    /** Templates of one domain in the store. */
    public int count(long observationDomain) {
        return slotsBefore(key(observationDomain + 1, 0)) - slotsBefore(key(observationDomain, 0));
    }

    private int slotsBefore(long key) {
        int slot = slotOf(key);
        return slot < 0 ? -slot - 1 : slot;
    }

    /** Shows each template, by domain and id; the store must not be changed meanwhile. */
    public void forEach(Consumer<Template> consumer) {
        for (int slot = 0; slot < size; slot++) {
            Template template = templates[slot];
            if (template != null) {
                consumer.accept(template);
            }
        }
    }

    private static long key(long observationDomain, int templateId) {
        return observationDomain << 16 | templateId;
    }

    /** Where the key is, or {@code -(where it would go) - 1}. */
    private int slotOf(long key) {
        return Arrays.binarySearch(keys, 0, size, key);
    }

    private void insert(int slot, long key, Template template, long receivedAtNanos) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            templates = Arrays.copyOf(templates, size * 2);
            stamps = Arrays.copyOf(stamps, size * 2);
        }
        shift(slot, slot + 1);
        keys[slot] = key;
        templates[slot] = template;
        stamps[slot] = receivedAtNanos;
        size++;
    }

    private void remove(int slot) {
        Template removed = templates[slot];
        fields -= removed == null ? 0 : removed.fieldCount();
        shift(slot + 1, slot);
        size--;
        templates[size] = null;
    }

    private void shift(int from, int to) {
        int count = size - from;
        System.arraycopy(keys, from, keys, to, count);
        System.arraycopy(templates, from, templates, to, count);
        System.arraycopy(stamps, from, stamps, to, count);
    }
}
