package io.flowledger.source;

import io.flowledger.config.ListenAddress.Transport;
import io.flowledger.journal.format.SessionComment;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an exporter: each whole Message becomes an entry of the journal, and so does what is left at its end, so that
 * the fault is in the books; then an entry says that the session has ended.
 *
 * <p>Where no Message begins, nothing after it can be found: the connection is reset (RFC 7011 section 9.1).
 *
 * <p>Belongs to the receiving thread.
 */
final class Connection implements Selected {
    /** Octets read before others have their turn. */
    private static final int BURST_OCTETS = 1 << 18;

    /** Octets of what is no Message that are kept, to see what it is. */
    private static final int KEPT_OF_MALFORMED = 64;

    private static final long HANDSHAKE_NANOS = 10_000_000_000L;
    private static final long MESSAGE_NANOS = 60_000_000_000L;

    private final Connections owner;
    private final SocketChannel channel;
    private final StreamListener listener;
    private final byte[] address;
    private final int port;
    private final long session;
    private final String name;
    private final SessionComment comment;
    private final SessionComment endComment;
    private final MessageFraming framing = new MessageFraming();
    private final long acceptedAt;
    private OctetStream stream;
    private MessageFraming.Filler<IOException> filler;
    private @Nullable SelectionKey key;
    private boolean handshaking;
    private long receivedAt;
    private long messages;
    private long messagesChecked;
    private long partialSince;
    private boolean partial;
    private boolean blocked;
    private boolean ending;
    private boolean malformed;

    Connection(
            Connections owner,
            SocketChannel channel,
            StreamListener listener,
            InetSocketAddress remote,
            long session,
            long now) {
        this.owner = owner;
        this.channel = channel;
        this.listener = listener;
        this.address = remote.getAddress().getAddress();
        this.port = remote.getPort();
        this.session = session;
        String transport = listener.transport().name().toLowerCase(Locale.ROOT);
        this.name = remote.getAddress().getHostAddress() + " port " + port + " (" + transport + ")";
        this.comment = SessionComment.of(session, transport);
        this.endComment = SessionComment.ended(session, transport);
        this.acceptedAt = now;
        this.receivedAt = now;
        this.stream = new PlainStream(channel);
        this.filler = stream::read;
    }

    /** Begins to read what {@code from} gives. */
    void register(Selector selector, OctetStream from) throws IOException {
        stream = from;
        filler = from::read;
        handshaking = listener.transport() == Transport.TLS;
        key = channel.register(selector, from.interest(), this);
    }

    long session() {
        return session;
    }

    byte[] address() {
        return address;
    }

    int port() {
        return port;
    }

    byte[] listenerAddress() {
        return listener.address();
    }

    int listenerPort() {
        return listener.local().getPort();
    }

    /** The next octets, which are taken. */
    ByteBuffer take(int length) {
        return framing.take(length);
    }

    /** Whether it was accepted before {@code nanoTime} and has sent no Message. */
    boolean isSilentSince(long nanoTime) {
        return messages == 0 && acceptedAt - nanoTime < 0;
    }

    @Override
    public void ready() {
        if (ending || blocked) {
            return;
        }
        try {
            read();
        } catch (SSLException e) {
            fail("TLS: " + e.getMessage());
        } catch (IOException e) {
            fail("the connection was lost: " + e.getMessage());
        }
    }

    private void read() throws IOException {
        int left = BURST_OCTETS;
        while (left > 0) {
            int count = framing.fill(filler);
            noteHandshake();
            if (count < 0) {
                end();
                return;
            }
            if (count == 0) {
                wait(stream.interest());
                return;
            }
            receivedAt = System.nanoTime();
            left -= count;
            if (!appendWhole() || ending) {
                return;
            }
        }
        owner.moreAtHand(this);
    }

    private void noteHandshake() {
        if (handshaking && stream.isEstablished()) {
            handshaking = false;
            owner.handshakeEnded();
        }
    }

    /** Appends the Messages that are whole; false when the journal has no room for the next. */
    private boolean appendWhole() {
        for (int length = framing.messageLength();
                length != MessageFraming.INCOMPLETE;
                length = framing.messageLength()) {
            if (length == MessageFraming.MALFORMED) {
                malformed = true;
                fail("no IPFIX Message begins where one must; is the exporter set to IPFIX over TCP?");
                return true;
            }
            if (!owner.append(this, comment, length)) {
                wait(0);
                block();
                return false;
            }
            messages++;
            owner.counters().messages.increment();
        }
        return true;
    }

    private void block() {
        blocked = true;
        owner.blocked(this);
    }

    /** Goes on after the journal had no room. */
    void resume() {
        blocked = false;
        if (ending) {
            finish();
        } else if (appendWhole() && !ending) {
            ready();
        }
    }

    private void wait(int interest) {
        if (key != null && key.isValid()) {
            key.interestOps(interest);
        }
    }

    /** Looks at what takes too long. */
    void check(long now, long idleNanos) {
        if (ending || blocked) {
            receivedAt = now;
            return;
        }
        boolean went = messages != messagesChecked;
        messagesChecked = messages;
        if (framing.remaining() == 0 || went || !partial) {
            partialSince = now;
        }
        partial = framing.remaining() > 0;
        if (handshaking && now - acceptedAt > HANDSHAKE_NANOS) {
            fail("TLS: no handshake in " + HANDSHAKE_NANOS / 1_000_000_000L + " s");
        } else if (partial && now - partialSince > MESSAGE_NANOS) {
            fail("a Message did not come to its end in " + MESSAGE_NANOS / 1_000_000_000L + " s");
        } else if (idleNanos > 0 && now - receivedAt > idleNanos) {
            fail("nothing came in " + idleNanos / 1_000_000_000L + " s");
        }
    }

    /** Ends it for a fault of the other side. */
    void fail(String why) {
        if (!ending) {
            owner.counters().failed.increment();
            owner.log(Level.WARNING, listener.transport() + " " + why, "connection of " + name + " ends: " + why);
            end(malformed);
        }
    }

    /** Ends it because either side does. */
    void end() {
        if (!ending) {
            end(false);
        }
    }

    private void end(boolean reset) {
        ending = true;
        if (handshaking) {
            handshaking = false;
            owner.handshakeEnded();
        }
        stream.end();
        closeChannel(reset);
        finish();
    }

    /** Appends what is left and that it has ended; once more later when the journal has no room. */
    private void finish() {
        while (framing.remaining() > 0) {
            int whole = malformed ? 0 : framing.messageLength();
            int length = whole > 0 ? whole : Math.min(framing.remaining(), malformed ? KEPT_OF_MALFORMED : 65_535);
            if (!owner.append(this, comment, length)) {
                block();
                return;
            }
            messages++;
            if (malformed) {
                framing.take(framing.remaining());
            }
        }
        if (messages > 0 && !owner.append(this, endComment, 0)) {
            block();
            return;
        }
        owner.ended(this);
    }

    /** Says to the other side that this one ends, and goes on reading; over TLS the end says so. */
    void shutDown() {
        try {
            if (listener.transport() == Transport.TCP && !ending) {
                channel.shutdownOutput();
            }
        } catch (IOException e) {
            fail("the connection was lost: " + e.getMessage());
        }
    }

    /** Closes the socket; with {@code reset} so that the other side sees a fault. */
    void closeChannel(boolean reset) {
        try {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException e) {
            owner.log(Level.DEBUG, "close", "connection of " + name + ": " + e.getMessage());
        }
    }
}
