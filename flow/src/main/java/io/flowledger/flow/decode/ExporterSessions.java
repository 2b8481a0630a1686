package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.wire.fault.Limits;
import org.jspecify.annotations.Nullable;

/**
 * All sessions by exporter address and protocol: open addressing over the octets of the address, so that finding one makes no
 * object.
 *
 * <p>Owned by the decode thread.
 */
final class ExporterSessions {
    private static final int INITIAL_SLOTS = 64;

    private final Limits limits;
    private final int maximum;
    private @Nullable ExporterSession[] slots = new ExporterSession[INITIAL_SLOTS];
    private int size;

    ExporterSessions(Limits limits, int maximum) {
        this.limits = limits;
        this.maximum = maximum;
    }

    /** The session, made when it is new; null when there is no room for another. */
    @Nullable
    ExporterSession find(byte[] buffer, int offset, int length, int exportVersion) {
        int slot = slot(hash(buffer, offset, length, exportVersion));
        while (true) {
            ExporterSession session = slots[slot];
            if (session == null) {
                return size < maximum ? add(ExporterAddress.of(buffer, offset, length), exportVersion) : null;
            }
            if (session.exportVersion() == exportVersion && session.exporter().matches(buffer, offset, length)) {
                return session;
            }
            slot = slot(slot + 1);
        }
    }

    /** The session of an address, made when it is new; null when there is no room for another. */
    @Nullable
    ExporterSession find(ExporterAddress exporter, int exportVersion) {
        byte[] octets = new byte[exporter.length()];
        exporter.copyTo(octets, 0);
        return find(octets, 0, octets.length, exportVersion);
    }

    private ExporterSession add(ExporterAddress exporter, int exportVersion) {
        if (2 * (size + 1) > slots.length) {
            @Nullable ExporterSession[] old = slots;
            slots = new ExporterSession[2 * old.length];
            for (ExporterSession session : old) {
                if (session != null) {
                    put(session);
                }
            }
        }
        ExporterSession session = new ExporterSession(exporter, exportVersion, limits);
        put(session);
        size++;
        return session;
    }

    private void put(ExporterSession session) {
        byte[] octets = new byte[session.exporter().length()];
        session.exporter().copyTo(octets, 0);
        int slot = slot(hash(octets, 0, octets.length, session.exportVersion()));
        while (slots[slot] != null) {
            slot = slot(slot + 1);
        }
        slots[slot] = session;
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    /** Of the last four octets, in which an IPv4 address and its IPv4-mapped form are the same, and all before for others. */
    private static int hash(byte[] buffer, int offset, int length, int exportVersion) {
        int hash = exportVersion;
        boolean mapped = length == 16 && buffer[offset] == 0 && buffer[offset + 10] == -1;
        int from = mapped ? offset + 12 : offset;
        for (int i = from; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        return (hash * 0x9E3779B9) >>> 7;
    }
}
