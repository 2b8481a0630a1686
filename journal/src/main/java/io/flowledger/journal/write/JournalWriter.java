package io.flowledger.journal.write;

import io.flowledger.journal.format.DropStatistics;
import io.flowledger.journal.format.EntryEncoder;
import io.flowledger.journal.format.SegmentHeader;
import io.flowledger.journal.format.SessionComment;
import io.flowledger.journal.read.SegmentRecovery;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a journal: a directory of pcapng segments (see {@link EntryEncoder} for an entry's form), each named
 * by its base position. An entry's position is that base plus its offset in the file; positions only ever grow.
 *
 * <p>When the journal is full, or its disk is, the newest datagrams are refused: {@code append} says -1, and how many
 * were refused is written into the next entry that is accepted. A half-written entry never stays.
 *
 * <p>{@code append}, {@link #kernelDropped} and {@link #flush} belong to one thread, which never waits for the disk
 * (unless the policy is {@link SyncPolicy.Always}); from a buffer and without a note they allocate nothing. The other methods may be called by any.
 */
public final class JournalWriter implements Closeable {
    private static final System.Logger LOG = System.getLogger(JournalWriter.class.getName());
    private static final String APPLICATION = "Flowledger journal, format 1";

    private final Path directory;
    private final JournalSettings settings;
    private final JournalLock lock;
    private final KeptSegments kept;
    private final RecoveryReport recovery;
    private final UUID id;
    private final SegmentOutput output;
    private final GroupSync sync;
    private final DiskGate disk;
    private final EntryEncoder encoder = new EntryEncoder();
    private final AtomicLong endPosition;
    private final UntoldDrops drops;
    private final int headerOctets;
    private volatile long activeBase;

    private long newestReceivedAtNanos = Long.MIN_VALUE;
    private int segmentEntries;
    private boolean closed;

    private JournalWriter(Path directory, JournalSettings settings, long notBelow) throws IOException {
        this.directory = directory;
        this.settings = settings;
        Files.createDirectories(directory);
        lock = JournalLock.acquire(directory);
        boolean opened = false;
        try {
            UUID known = SegmentRecovery.identity(directory);
            id = known == null ? UUID.randomUUID() : known;
            kept = new KeptSegments(directory);
            disk = new DiskGate(directory, settings.reserveOctets(), System::nanoTime, kept);
            JournalRecovery found = JournalRecovery.run(directory, settings, notBelow, kept);
            recovery = found.report();
            drops = new UntoldDrops(found.kernelDropped(), found.journalFullDropped());
            long end = recovery.endPosition();
            headerOctets = header(end).length;
            endPosition = new AtomicLong(end);
            if (found.resumeBase() >= 0) {
                output = SegmentOutput.resume(
                        directory, settings.bufferOctets(), found.resumeBase(), found.resumeOctets());
                segmentEntries = recovery.entriesKept() > 0 ? 1 : 0;
            } else {
                output = SegmentOutput.create(directory, settings.bufferOctets(), end, header(end));
                endPosition.set(output.endPosition());
            }
            activeBase = output.base();
            sync = new GroupSync(directory, settings, end);
            sync.segmentStarted(activeBase);
            opened = true;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
        Level level = recovery.clean() ? Level.INFO : Level.WARNING;
        LOG.log(level, "journal {0}: {1}; {2} octets in all", directory, recovery.sentence(), totalOctets());
    }

    /**
     * Opens a journal for writing, after recovery, or begins one. The directory is made when it is not there.
     *
     * @param notBelowPosition the highest position that is in use elsewhere (as landed, or parked), 0 when none is: a
     *     power loss may have taken entries whose positions are known elsewhere, and these are not given out again
     * @throws JournalLockedException when another writer has it
     */
    public static JournalWriter open(Path directory, JournalSettings settings, long notBelowPosition)
            throws IOException {
        return new JournalWriter(directory, settings, notBelowPosition);
    }

    private byte[] header(long base) {
        return SegmentHeader.encode(id, base, APPLICATION);
    }

    /** The journal's identity: given once, kept in every segment. */
    public UUID id() {
        return id;
    }

    /** What was found when it was opened. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** Where the next entry goes: everything before it has been accepted. */
    public long endPosition() {
        return endPosition.get();
    }

    /** Everything before it can be read. */
    public long writtenPosition() {
        return sync.writtenPosition();
    }

    /** Everything before it is on the disk; with {@link SyncPolicy.None}, handed to the operating system. */
    public long durablePosition() {
        return sync.durablePosition();
    }

    /** True once an fsync has failed: {@link #durablePosition()} stands still until the journal is opened again. */
    public boolean syncFailed() {
        return sync.failed();
    }

    /** Where the oldest segment begins. */
    public long firstPosition() {
        return kept.firstPosition(activeBase);
    }

    /** Octets that all segments take on the disk. */
    public long totalOctets() {
        return kept.octets() + endPosition() - activeBase;
    }

    /** Before which nothing may be needed, that a quarter of a journal that is nearly full or refuses becomes free; else -1. */
    public long reliefPosition(boolean refuses) {
        long bound = settings.totalOctets();
        return refuses || totalOctets() > bound - bound / 8 ? kept.positionAfter(bound / 4, activeBase) : -1;
    }

    /** Datagrams refused since it was opened. */
    public long journalFullRefused() {
        return drops.refusedInAll();
    }

    /** Adds to what the kernel dropped since the last entry; the next entry will tell. */
    public void kernelDropped(long count) {
        drops.addKernelDropped(count);
    }

    /**
     * Appends a datagram from an array.
     *
     * @param receivedAtNanos nanoseconds since 1970-01-01 UTC
     * @param exporterAddress 4 or 16 octets
     * @param listenerAddress as long, or else it is written as the unspecified address
     * @param length at most 65,535 octets
     * @param note beside the datagram, at most 4,096 octets of UTF-8
     * @return its position, or -1 when it was refused because the journal is full
     */
    public long append(
            long receivedAtNanos,
            byte[] exporterAddress,
            int exporterPort,
            byte[] listenerAddress,
            int listenerPort,
            byte[] payload,
            int offset,
            int length,
            @Nullable String note) {
        ByteBuffer buffer = ByteBuffer.wrap(payload, offset, length);
        return append(receivedAtNanos, exporterAddress, exporterPort, listenerAddress, listenerPort, buffer, note);
    }

    /** The same for what remains in a buffer, whose position stays as it was. */
    public long append(
            long receivedAtNanos,
            byte[] exporterAddress,
            int exporterPort,
            byte[] listenerAddress,
            int listenerPort,
            ByteBuffer payload,
            @Nullable String note) {
        return append(
                receivedAtNanos,
                exporterAddress,
                exporterPort,
                listenerAddress,
                listenerPort,
                payload,
                EntryEncoder.noteComment(note));
    }

    /**
     * Appends a Message of a connection, or with a comment that says so and nothing in the buffer, that a session has ended; else
     * as the other one. Whoever can make the sender wait asks {@link #hasRoom(int, int, SessionComment)} before.
     */
    public long appendOfSession(
            long receivedAtNanos,
            byte[] exporterAddress,
            int exporterPort,
            byte[] listenerAddress,
            int listenerPort,
            ByteBuffer payload,
            SessionComment comment) {
        return append(
                receivedAtNanos,
                exporterAddress,
                exporterPort,
                listenerAddress,
                listenerPort,
                payload,
                comment.octets());
    }

    private long append(
            long receivedAtNanos,
            byte[] exporterAddress,
            int exporterPort,
            byte[] listenerAddress,
            int listenerPort,
            ByteBuffer payload,
            byte @Nullable [] comment) {
        int length = payload.remaining();
        int block = claim(exporterAddress.length, length, comment);
        if (block < 0) {
            return -1;
        }
        payload.get(
                payload.position(),
                output.buffer(),
                output.index() + EntryEncoder.payloadOffset(exporterAddress.length),
                length);
        encoder.frame(
                output.buffer(),
                output.index(),
                block,
                receivedAtNanos,
                exporterAddress,
                exporterPort,
                listenerAddress,
                listenerPort,
                length,
                drops.all(),
                drops.journalFull(),
                comment);
        long position = output.endPosition();
        output.commit(block);
        endPosition.lazySet(position + block);
        drops.told();
        newestReceivedAtNanos = receivedAtNanos;
        segmentEntries = 1;
        return position;
    }

    /** Whether a datagram would be taken now: for sources that can wait. Belongs to the appending thread. */
    public boolean hasRoom(int addressLength, int payloadLength) {
        return makeRoom(EntryEncoder.blockLength(addressLength, payloadLength, drops.journalFull(), null));
    }

    /** The same for {@link #appendOfSession}. */
    public boolean hasRoom(int addressLength, int payloadLength, SessionComment comment) {
        return makeRoom(EntryEncoder.blockLength(addressLength, payloadLength, drops.journalFull(), comment.octets()));
    }

    /** Makes room for an entry; returns its length in octets, or -1 when it is refused. */
    private int claim(int addressLength, int payloadLength, byte @Nullable [] comment) {
        if (closed) {
            throw new IllegalStateException("journal " + directory + " is closed");
        }
        int block = EntryEncoder.blockLength(addressLength, payloadLength, drops.journalFull(), comment);
        if (makeRoom(block)) {
            return block;
        }
        drops.addRefused();
        return -1;
    }

    private boolean makeRoom(int block) {
        boolean rolls = segmentEntries > 0 && output.octets() + block > settings.segmentOctets();
        long bound = settings.totalOctets() - output.octets() - block - (rolls ? headerOctets : 0);
        while (kept.octets() > bound) {
            if (!kept.reclaimOldest()) {
                return false;
            }
        }
        if (rolls) {
            return drain() && roll();
        }
        return output.fits(block) || drain();
    }

    private boolean roll() {
        long octets = output.octets();
        try {
            output.roll(header(activeBase + octets));
        } catch (IOException e) {
            disk.failed("cannot begin a segment", e);
            return false;
        }
        kept.add(activeBase, octets, newestReceivedAtNanos);
        segmentEntries = 0;
        activeBase = output.base();
        sync.segmentStarted(activeBase);
        endPosition.lazySet(output.endPosition());
        return true;
    }

    /**
     * Hands everything that was appended to the operating system, so that readers see it. To be called when there is
     * nothing to receive, and at least every few milliseconds. When the disk is full what was accepted stays in memory.
     */
    public void flush() {
        drain();
    }

    private boolean drain() {
        if (!disk.mayTry() || !disk.reserveIsFree()) {
            return false;
        }
        long before = output.writtenPosition();
        boolean drained = true;
        try {
            output.drain();
        } catch (IOException e) {
            disk.failed("cannot write", e);
            drained = false;
        }
        long written = output.writtenPosition();
        if (drained) {
            disk.wrote(written - before);
        }
        if (written != before) {
            sync.written(written);
        }
        return drained;
    }

    /**
     * Says what is still needed, and deletes whole segments before it whose last entry was received before
     * {@code keepSinceNanos}. When the journal is full, segments before it go however young they are.
     *
     * @param neededPosition the lowest position that anybody will read again; never falls
     * @param keepSinceNanos nanoseconds since 1970-01-01 UTC
     */
    public void deleteBefore(long neededPosition, long keepSinceNanos) throws IOException {
        kept.deleteBefore(neededPosition, keepSinceNanos);
    }

    /** What compresses closed segments that are on the disk and, as {@link #deleteBefore} was told, no longer needed. */
    public SegmentCompressor compressor() throws IOException {
        return new SegmentCompressor(directory, kept, settings.reserveOctets(), sync::durablePosition);
    }

    private boolean drainStatistics() {
        if (drops.all() == 0) {
            return true;
        }
        output.commit(DropStatistics.encode(
                output.buffer(), output.index(), newestReceivedAtNanos, drops.kernelDropped(), drops.journalFull()));
        endPosition.lazySet(output.endPosition());
        return drain();
    }

    /** Writes and forces what is left. Drops that no entry has told of yet are told by the first entry of the next run. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        disk.retryNow();
        try {
            if (!drain() || !drainStatistics()) {
                throw new IOException("journal " + directory + ": the last "
                        + (output.endPosition() - output.writtenPosition()) + " octets could not be written");
            }
        } finally {
            try {
                sync.close();
                output.close();
            } finally {
                lock.close();
            }
        }
    }
}
