package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All sessions by exporter address and protocol: open addressing over the octets of the address, so that finding one makes no
 * object.
 *
 * <p>When there is no room for another, those go that have been silent for an hour; as long as there is room none does, so that
 * a replay finds what the first run found. Owned by the decode thread.
 */
final class ExporterSessions {
    private static final int INITIAL_SLOTS = 64;
    private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();
    private static final long SEARCH_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final Limits limits;
    private final Allowances allowances;
    private final int maximum;
    private @Nullable ExporterSession[] slots = new ExporterSession[INITIAL_SLOTS];
    private int size;
    private long searchedAtNanos = Long.MIN_VALUE;

    ExporterSessions(DecoderSettings settings, Allowances allowances) {
        this.limits = settings.limits();
        this.allowances = allowances;
        this.maximum = settings.sessions();
    }

    /** The session, made when it is new; null when there is no room for another. */
    @Nullable
    ExporterSession find(byte[] buffer, int offset, int length, int exportVersion, long receivedAtNanos) {
        int slot = slotOf(buffer, offset, length, exportVersion);
        ExporterSession session = slots[slot];
        if (session != null) {
            return session;
        }
        if (size >= maximum) {
            forgetIdle(receivedAtNanos);
        }
        return size < maximum ? add(ExporterAddress.of(buffer, offset, length), exportVersion) : null;
    }

    /** The session of an address that sent earlier, made when it is not there; null when there is no room for another. */
    @Nullable
    ExporterSession restore(ExporterAddress exporter, int exportVersion) {
        ExporterSession session = peek(exporter, exportVersion);
        return session != null || size >= maximum ? session : add(exporter, exportVersion);
    }

    /** The session of an address, or null when there is none. */
    @Nullable
    ExporterSession peek(ExporterAddress exporter, int exportVersion) {
        byte[] octets = new byte[exporter.length()];
        exporter.copyTo(octets, 0);
        return slots[slotOf(octets, 0, octets.length, exportVersion)];
    }

    /** Sessions known. */
    int size() {
        return size;
    }

    private ExporterSession add(ExporterAddress exporter, int exportVersion) {
        ExporterSession session = new ExporterSession(exporter, exportVersion, limits, allowances);
        if (2 * (size + 1) > slots.length) {
            fill(new ExporterSession[2 * slots.length], Long.MIN_VALUE);
        }
        put(session);
        size++;
        return session;
    }

    private void forgetIdle(long nowNanos) {
        if (searchedAtNanos == Long.MIN_VALUE || nowNanos - searchedAtNanos >= SEARCH_INTERVAL_NANOS) {
            searchedAtNanos = nowNanos;
            fill(new ExporterSession[slots.length], nowNanos - IDLE_NANOS);
        }
    }

    /** Puts the sessions into {@code into} that were seen at {@code sinceNanos} or later. */
    private void fill(@Nullable ExporterSession[] into, long sinceNanos) {
        @Nullable ExporterSession[] old = slots;
        slots = into;
        for (ExporterSession session : old) {
            if (session != null) {
                if (session.lastSeenNanos() >= sinceNanos) {
                    put(session);
                } else {
                    session.release();
                    size--;
                }
            }
        }
    }

    private void put(ExporterSession session) {
        byte[] octets = new byte[session.exporter().length()];
        session.exporter().copyTo(octets, 0);
        slots[slotOf(octets, 0, octets.length, session.exportVersion())] = session;
    }

    /** The slot of the session, or the free one where it belongs. */
    private int slotOf(byte[] buffer, int offset, int length, int exportVersion) {
        int slot = hash(buffer, offset, length, exportVersion) & (slots.length - 1);
        for (ExporterSession session = slots[slot]; session != null; session = slots[slot]) {
            if (session.exportVersion() == exportVersion && session.exporter().matches(buffer, offset, length)) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** Of the last four octets, in which an IPv4 address and its IPv4-mapped form are the same, and all before for others. */
    private static int hash(byte[] buffer, int offset, int length, int exportVersion) {
        int hash = exportVersion;
        boolean mapped = ExporterAddress.isMapped(buffer, offset, length);
        int from = mapped ? offset + 12 : offset;
        for (int i = from; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        return (hash * 0x9E3779B9) >>> 7;
    }
}
