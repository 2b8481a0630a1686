package io.flowledger.journal;

import io.flowledger.journal.read.JournalEntry;
import io.flowledger.journal.read.JournalReader;
import io.flowledger.journal.write.JournalWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a journal is given and gives back, in a form that tests can compare. */
public record Datagram(
        long receivedAtNanos,
        String exporter,
        int exporterPort,
        String listener,
        int listenerPort,
        String payload,
        long kernelDropped,
        long journalFullDropped,
        @Nullable String note) {
    private static final HexFormat HEX = HexFormat.of();

    /** From 192.0.2.1 to 198.51.100.7, with a payload of that length that depends on the number. */
    public static Datagram numbered(int number, int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (number * 31 + i * 7);
        }
        return new Datagram(
                1_700_000_000_000_000_000L + number,
                "c0000201",
                2055,
                "c6336407",
                9995,
                HEX.formatHex(payload),
                0,
                0,
                null);
    }

    /** The same, without what it says of drops. */
    public Datagram withoutDrops() {
        return new Datagram(receivedAtNanos, exporter, exporterPort, listener, listenerPort, payload, 0, 0, note);
    }

    public long appendTo(JournalWriter writer) {
        byte[] octets = HEX.parseHex(payload);
        return writer.append(
                receivedAtNanos,
                HEX.parseHex(exporter),
                exporterPort,
                HEX.parseHex(listener),
                listenerPort,
                octets,
                0,
                octets.length,
                note);
    }

    public static Datagram of(JournalEntry e) {
        return new Datagram(
                e.receivedAtNanos(),
                hex(e, e.exporterAddressOffset(), e.addressLength()),
                e.exporterPort(),
                hex(e, e.listenerAddressOffset(), e.addressLength()),
                e.listenerPort(),
                hex(e, e.payloadOffset(), e.payloadLength()),
                e.kernelDropped(),
                e.journalFullDropped(),
                e.note());
    }

    private static String hex(JournalEntry e, int offset, int length) {
        return HEX.formatHex(Arrays.copyOfRange(e.buffer(), offset, offset + length));
    }

    /** All that a reader gives until it has no more. */
    public static List<Datagram> allOf(JournalReader reader) throws IOException {
        List<Datagram> all = new ArrayList<>();
        JournalEntry entry = new JournalEntry();
        while (reader.next(entry)) {
            all.add(of(entry));
        }
        return all;
    }
}
