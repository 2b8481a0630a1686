package io.flowledger.flow;

import io.flowledger.flow.decode.Datagram;
import io.flowledger.flow.decode.DatagramSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Datagrams by position, in memory. */
public final class TestJournal implements DatagramSource {
    /** The address that sends when none is said. */
    public static final String EXPORTER = "192.0.2.1";

    /** 2023-11-14 22:13:20 UTC, the export time of the encoders. */
    public static final long START_NANOS = 1_700_000_000_000_000_000L;

    private final List<TestDatagram> datagrams = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();

    /** Appends a datagram of {@link #EXPORTER}, received {@code millis} after {@link #START_NANOS}. */
    public TestDatagram append(long millis, byte[] payload) {
        return append(EXPORTER, millis, payload);
    }

    /** Appends a datagram. */
    public TestDatagram append(String exporter, long millis, byte[] payload) {
        long position =
                datagrams.isEmpty() ? 4096 : datagrams.get(datagrams.size() - 1).nextPosition();
        TestDatagram datagram = TestDatagram.of(position, START_NANOS + millis * 1_000_000, exporter, payload);
        datagrams.add(datagram);
        return datagram;
    }

    /** Appends a Message that came over a connection. */
    public TestDatagram appendOfSession(long session, String exporter, long millis, byte[] payload) {
        TestDatagram datagram = append(exporter, millis, payload).ofSession(session);
        datagrams.set(datagrams.size() - 1, datagram);
        return datagram;
    }

    /** Appends that a connection has ended, or with 0 all. */
    public TestDatagram appendSessionEnd(long session, String exporter, long millis) {
        TestDatagram datagram = append(exporter, millis, new byte[0]).endOfSession(session);
        datagrams.set(datagrams.size() - 1, datagram);
        return datagram;
    }

    /** All datagrams in order. */
    public List<TestDatagram> datagrams() {
        return datagrams;
    }

    /** Makes a datagram unreadable. */
    public void drop(long position) {
        gone.add(position);
    }

    @Override
    public @Nullable Datagram read(long position) {
        if (gone.contains(position)) {
            return null;
        }
        return datagrams.stream()
                .filter(datagram -> datagram.position() == position)
                .findFirst()
                .orElse(null);
    }
}
