package io.flowledger.journal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The comment of an entry that came over a connection: to which Transport Session (RFC 7011 section 2) it belongs, since there
 * templates hold for one session and withdrawals are obeyed. An entry without it came over UDP.
 *
 * <pre>
 *   session=N (tcp)          a Message of session N; also (tls)
 *   session=N (tcp, ended)   no Message; the session has ended
 *   session=0 (all ended)    no Message; whatever session there was has ended, since the program was started anew
 * </pre>
 *
 * N is above 0 and never given out twice in a journal. Made once a session, so that an append allocates nothing. Immutable.
 */
public final class SessionComment {
    private static final byte[] PREFIX = "session=".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENDED = "ended)".getBytes(StandardCharsets.US_ASCII);
    private static final SessionComment ALL_ENDED = new SessionComment("session=0 (all ended)");

    private final byte[] octets;

    private SessionComment(String text) {
        octets = text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Of the Messages of a session.
     *
     * @param session above 0
     * @param transport {@code tcp} or {@code tls}
     */
    public static SessionComment of(long session, String transport) {
        return new SessionComment("session=" + checked(session) + " (" + transport + ")");
    }

    /** Of the entry that says that the session has ended. */
    public static SessionComment ended(long session, String transport) {
        return new SessionComment("session=" + checked(session) + " (" + transport + ", ended)");
    }

    /** Of the entry that says that all sessions before it have ended. */
    public static SessionComment allEnded() {
        return ALL_ENDED;
    }

    private static long checked(long session) {
        if (session <= 0) {
            throw new IllegalArgumentException("a session's number is above 0, not " + session);
        }
        return session;
    }

    /** The text as it stands in the entry; not to be changed. */
    public byte[] octets() {
        return octets;
    }

    /** Whether a comment is one of these. */
    public static boolean isAt(byte[] b, int at, int length) {
        return length > PREFIX.length
                && Arrays.equals(b, at, at + PREFIX.length, PREFIX, 0, PREFIX.length)
                && isDigit(b[at + PREFIX.length]);
    }

    /** The session of a comment that {@link #isAt}, 0 for all. */
    public static long session(byte[] b, int at, int length) {
        long session = 0;
        for (int i = at + PREFIX.length; i < at + length && isDigit(b[i]); i++) {
            session = 10 * session + (b[i] - '0');
        }
        return session;
    }

    /** Whether a comment that {@link #isAt} says that a session has ended. */
    public static boolean isEnd(byte[] b, int at, int length) {
        int from = at + length - ENDED.length;
        return from > at && Arrays.equals(b, from, at + length, ENDED, 0, ENDED.length);
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }
}
