package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All sessions by exporter address, protocol and connection: open addressing over the octets of the address, so that finding one makes no
 * object.
 *
 * <p>When there is no room for another, those go that have been silent for an hour; as long as there is room none does, so that
 * a replay finds what the first run found. Connections stay until they end. Owned by the decode thread.
 */
final class ExporterSessions {
    private static final int INITIAL_SLOTS = 64;
    private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();
    private static final long SEARCH_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final Limits limits;
    private final Allowances allowances;
    private final List<ExporterOverride> overrides;
    private final int maximum;
    private @Nullable ExporterSession[] slots = new ExporterSession[INITIAL_SLOTS];
    private int size;
    private long searchedAtNanos = Long.MIN_VALUE;

    ExporterSessions(DecoderSettings settings, Allowances allowances) {
        this.limits = settings.limits();
        this.allowances = allowances;
        this.overrides = settings.overrides();
        this.maximum = settings.sessions();
    }

    /**
     * The session, made when it is new; null when there is no room for another.
     *
     * @param number of the connection, or 0 over UDP
     */
    @Nullable
    ExporterSession find(byte[] buffer, int offset, int length, int exportVersion, long number, long receivedAtNanos) {
        ExporterSession session = slots[slotOf(buffer, offset, length, exportVersion, number)];
        if (session != null) {
            return session;
        }
        if (size >= maximum) {
            forgetIdle(receivedAtNanos);
        }
        if (number != 0) {
            ExporterSession overUdp = find(buffer, offset, length, exportVersion, 0, receivedAtNanos);
            return size < maximum && overUdp != null ? add(overUdp.connect(number, limits)) : null;
        }
        return size < maximum ? add(ExporterAddress.of(buffer, offset, length), exportVersion) : null;
    }

    /** The session of an address that sent earlier, made when it is not there; null when there is no room for another. */
    @Nullable
    ExporterSession restore(ExporterAddress exporter, int exportVersion, long number) {
        ExporterSession session = peek(exporter, exportVersion, number);
        if (session != null || size >= maximum) {
            return session;
        }
        if (number == 0) {
            return add(exporter, exportVersion);
        }
        ExporterSession overUdp = restore(exporter, exportVersion, 0);
        return size < maximum && overUdp != null ? add(overUdp.connect(number, limits)) : null;
    }

    /** The session of an address, or null when there is none. */
    @Nullable
    ExporterSession peek(ExporterAddress exporter, int exportVersion, long number) {
        byte[] octets = new byte[exporter.length()];
        exporter.copyTo(octets, 0);
        return slots[slotOf(octets, 0, octets.length, exportVersion, number)];
    }

    /** All connections, in the order of their numbers: the same in each replay. */
    List<ExporterSession> connections() {
        List<ExporterSession> found = new ArrayList<>();
        for (ExporterSession session : slots) {
            if (session != null && session.isConnection()) {
                found.add(session);
            }
        }
        found.sort(Comparator.comparingLong(ExporterSession::number));
        return found;
    }

    /** Forgets a connection that has ended. */
    void remove(ExporterSession gone) {
        int slot = slotOf(gone);
        slots[slot] = null;
        size--;
        gone.disconnect();
        // Those behind it may stand there only because it was in their way.
        for (int next = after(slot); slots[next] != null; next = after(next)) {
            ExporterSession moved = slots[next];
            slots[next] = null;
            if (moved != null) {
                put(moved);
            }
        }
    }

    /** Sessions known. */
    int size() {
        return size;
    }

    private ExporterSession add(ExporterAddress exporter, int exportVersion) {
        return add(new ExporterSession(exporter, exportVersion, limits, allowances, overrides));
    }

    private ExporterSession add(ExporterSession session) {
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

    /** Puts the sessions into {@code into} that were seen at {@code sinceNanos} or later, and those with a connection. */
    private void fill(@Nullable ExporterSession[] into, long sinceNanos) {
        @Nullable ExporterSession[] old = slots;
        slots = into;
        for (ExporterSession session : old) {
            if (session != null) {
                if (session.lastSeenNanos() >= sinceNanos || session.isConnection() || session.isConnected()) {
                    put(session);
                } else {
                    session.release();
                    size--;
                }
            }
        }
    }

    private void put(ExporterSession session) {
        slots[slotOf(session)] = session;
    }

    private int slotOf(ExporterSession session) {
        byte[] octets = new byte[session.exporter().length()];
        session.exporter().copyTo(octets, 0);
        return slotOf(octets, 0, octets.length, session.exportVersion(), session.number());
    }

    private int after(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /** The slot of the session, or the free one where it belongs. */
    private int slotOf(byte[] buffer, int offset, int length, int exportVersion, long number) {
        int slot = hash(buffer, offset, length, exportVersion, number) & (slots.length - 1);
        for (ExporterSession session = slots[slot]; session != null; session = slots[slot]) {
            if (session.number() == number
                    && session.exportVersion() == exportVersion
                    && session.exporter().matches(buffer, offset, length)) {
                return slot;
            }
            slot = after(slot);
        }
        return slot;
    }

    /** Of the last four octets, in which an IPv4 address and its IPv4-mapped form are the same, and all before for others. */
    private static int hash(byte[] buffer, int offset, int length, int exportVersion, long number) {
        int hash = 31 * exportVersion + Long.hashCode(number);
        boolean mapped = ExporterAddress.isMapped(buffer, offset, length);
        int from = mapped ? offset + 12 : offset;
        for (int i = from; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        return (hash * 0x9E3779B9) >>> 7;
    }
}
