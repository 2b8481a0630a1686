package io.flowledger.journal.capture;

import io.flowledger.journal.format.Octets;
import io.flowledger.journal.format.Pcapng;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads datagrams from a file, whatever kind of capture it is. The kind is told from the content:
 *
 * <ol>
 *   <li>gzip is unpacked, and what is inside is looked at;
 *   <li>pcapng (a journal's segment is that) and pcap, in either byte order, micro- or nanoseconds, by their magic;
 *   <li>a file named {@code .dat}, {@code .bin} or {@code .dump}: one UDP payload, whatever is in it;
 *   <li>content that begins with version 10: an IPFIX File (RFC 5655), Messages one after the other;
 *   <li>content that begins as NetFlow v1, v5, v7, v8, v9 or sFlow v5 does: one UDP payload.
 * </ol>
 *
 * Damage ends the reading, it does not fail it: what is whole is delivered, {@link #remarks} then says what was not.
 *
 * <p>Not thread-safe.
 */
public abstract sealed class CaptureReader implements Closeable
        permits PcapReader, PcapngReader, IpfixFileReader, PayloadReader {
    private static final long PCAP_MICROS = 0xa1b2c3d4L;
    private static final long PCAP_NANOS = 0xa1b23c4dL;
    private static final int IPFIX = 10;

    final CaptureInput input;
    private final Map<Skipped, long[]> skipped = new EnumMap<>(Skipped.class);
    private final List<String> remarks = new ArrayList<>();

    CaptureReader(CaptureInput input) {
        this.input = input;
        for (Skipped reason : Skipped.values()) {
            skipped.put(reason, new long[1]);
        }
    }

    /**
     * Opens a file of any kind.
     *
     * @throws CaptureException when it is none of them
     */
    public static CaptureReader open(Path file) throws IOException {
        CaptureInput input = CaptureInput.open(file);
        boolean opened = false;
        try {
            CaptureReader reader = detect(input);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                input.close();
            }
        }
    }

    /** Opens a file as one UDP payload, whatever is in it. */
    public static CaptureReader openPayload(Path file) throws IOException {
        return new PayloadReader(CaptureInput.open(file));
    }

    private static CaptureReader detect(CaptureInput input) throws IOException {
        byte[] head = input.peek(4);
        if (head.length == 4) {
            if (Octets.be32(head, 0) == Pcapng.SECTION_HEADER) {
                return new PcapngReader(input);
            }
            for (int order = 0; order < 2; order++) {
                boolean bigEndian = order == 1;
                long magic = Octets.u32(head, 0, bigEndian);
                if (magic == PCAP_MICROS || magic == PCAP_NANOS) {
                    return new PcapReader(input, bigEndian, magic == PCAP_NANOS);
                }
            }
        }
        if (isNamedAsPayload(input.file())) {
            return new PayloadReader(input);
        }
        if (head.length == 4 && Octets.be16(head, 0) == IPFIX) {
            return new IpfixFileReader(input);
        }
        if (head.length == 4 && PayloadReader.beginsLikeAnExport(head)) {
            return new PayloadReader(input);
        }
        throw new CaptureException(
                input.file(),
                0,
                head.length == 0 ? "the file is empty" : "no capture begins with the octets " + hex(head),
                "pcap, pcapng, IPFIX files and bare export datagrams are read, also gzipped; editcap -F pcapng converts"
                        + " other captures");
    }

    private static boolean isNamedAsPayload(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return bare.endsWith(".dat") || bare.endsWith(".bin") || bare.endsWith(".dump");
    }

    private static String hex(byte[] octets) {
        StringBuilder text = new StringBuilder();
        for (byte octet : octets) {
            text.append(String.format(Locale.ROOT, "%s%02x", text.length() == 0 ? "" : " ", octet));
        }
        return text.toString();
    }

    /**
     * The next datagram.
     *
     * @return false at the end, and from then on
     */
    public abstract boolean next(CapturedDatagram into) throws IOException;

    /** Octets of the file that have been read, to show how far it is. */
    public final long octetsRead() {
        return input.octetsRead();
    }

    /** Octets of the file. */
    public final long totalOctets() {
        return input.totalOctets();
    }

    /** Packets that gave no datagram for that reason. */
    public final long skipped(Skipped reason) {
        long[] count = skipped.get(reason);
        return count == null ? 0 : count[0];
    }

    /** What was skipped and what was damaged, in sentences for people; empty when everything was read. */
    public final List<String> remarks() {
        List<String> all = new ArrayList<>();
        for (Skipped reason : Skipped.values()) {
            long count = skipped(reason);
            if (count > 0) {
                all.add(count + (count == 1 ? " packet " : " packets ") + reason.sentence());
            }
        }
        all.addAll(remarks);
        return all;
    }

    /** Whether the file ends as it should, rather than in the middle of something. */
    public final boolean whole() {
        return remarks.isEmpty();
    }

    final void skip(Skipped reason) {
        long[] count = skipped.get(reason);
        if (count != null) {
            count[0]++;
        }
    }

    /** Notes that reading stops here. */
    final boolean stop(String why) {
        String damage = input.damage();
        remarks.add("stopped at offset " + input.offset() + ": " + (damage == null ? why : damage));
        return false;
    }

    /** The end of the file where a piece should begin: good when nothing is left over. */
    final boolean end(String piece) {
        if (input.available() > 0 || input.damage() != null) {
            stop("the file is cut within a " + piece + " (" + input.available() + " octets of it are there)");
            drop();
        }
        return false;
    }

    private void drop() {
        try {
            input.skip(input.available());
        } catch (IOException e) {
            throw new IllegalStateException("octets that are in memory cannot be skipped", e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
