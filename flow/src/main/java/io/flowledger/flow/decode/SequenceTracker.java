package io.flowledger.flow.decode;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;

/**
 * What an exporter's sequence numbers say: lost, late, twice, begun anew.
 *
 * <p>NetFlow version 9 and sFlow count datagrams, so each advances the number by one. NetFlow version 5 and IPFIX count
 * records, and the number is that of the records before the Message (RFC 7011 section 3.1). Numbers have 32 bits and wrap.
 *
 * <p>A jump ahead opens a gap and counts it as lost; a Message that falls into a gap later takes its part of the loss back.
 * A number behind that is in no gap has been seen before: a duplicate, unless the next Message goes on from there, which makes
 * it a restart. When a Message could not be counted, because a Set had no template, the size of the next jump cannot be known.
 *
 * <p>Some exporters' IPFIX numbers include the Message's own records, or leave out Options Data Records. The readings that fit
 * are told apart by the first Messages that only some of them explain.
 *
 * <p>Owned by the decode thread. {@link #toText} and {@link #ofText} carry the state over restarts.
 */
final class SequenceTracker {
    /** Records of a Message are not known. */
    static final long UNKNOWN = -1;

    private static final int GAPS_KEPT = 16;

    /** A jump ahead by more than this is a restart with another number. */
    private static final long LARGEST_GAP = 1L << 30;

    private static final long MASK = 0xFFFF_FFFFL;

    /** Readings of IPFIX numbers: bit 0 counts options, bit 1 includes the Message itself. In the order of preference. */
    private static final int[] READINGS = {1, 0, 3, 2};

    private static final int ALL_READINGS = 0b1111;

    private boolean known;
    private boolean uncertain;
    private long next;
    private long candidate = -1;
    private int readings = ALL_READINGS;
    private long lastSequence;
    private long lastRecords;
    private long lastOptions;
    private final long[] gapStarts = new long[GAPS_KEPT];
    private final long[] gapLengths = new long[GAPS_KEPT];
    private int gaps;

    /** Takes a Message whose number counts datagrams. */
    void datagram(long sequence, LedgerEntry ledger) {
        accept(sequence, 1, ledger);
    }

    /** Takes a NetFlow version 5 Message of {@code records} by its header. */
    void records(long sequence, long records, LedgerEntry ledger) {
        accept(sequence, records, ledger);
    }

    /**
     * Takes an IPFIX Message.
     *
     * @param records Data Records of flows, or {@link #UNKNOWN} when a Set could not be decoded
     * @param options Options Data Records
     */
    void ipfix(long sequence, long records, long options, LedgerEntry ledger) {
        if (records == UNKNOWN) {
            acceptUncounted(sequence, ledger);
            return;
        }
        if (known && !uncertain) {
            chooseReadings(sequence, records, options);
        }
        int reading = reading();
        long counted = records + ((reading & 1) != 0 ? options : 0);
        if (known && !uncertain) {
            next = expected(reading);
        }
        long begins = (sequence - ((reading & 2) != 0 ? counted : 0)) & MASK;
        if (accept(begins, counted, ledger)) {
            lastSequence = sequence;
            lastRecords = records;
            lastOptions = options;
        }
    }

    private int reading() {
        for (int reading : READINGS) {
            if ((readings & (1 << reading)) != 0) {
                return reading;
            }
        }
        throw new IllegalStateException("no reading is left");
    }

    /** Drops the readings that do not explain the Message, if any does. */
    private void chooseReadings(long sequence, long records, long options) {
        int fitting = 0;
        for (int reading : READINGS) {
            long own = records + ((reading & 1) != 0 ? options : 0);
            long begins = (sequence - ((reading & 2) != 0 ? own : 0)) & MASK;
            if (begins == expected(reading)) {
                fitting |= 1 << reading;
            }
        }
        if ((readings & fitting) != 0) {
            readings &= fitting;
        }
    }

    /** The number at which the next Message begins by a reading. */
    private long expected(int reading) {
        if (Integer.bitCount(readings) == 1) {
            return next;
        }
        long last = lastRecords + ((reading & 1) != 0 ? lastOptions : 0);
        return (reading & 2) != 0 ? lastSequence : (lastSequence + last) & MASK;
    }

    private void acceptUncounted(long sequence, LedgerEntry ledger) {
        if (known && ahead(sequence) > 0) {
            if (uncertain || Integer.bitCount(readings) > 1) {
                ledger.add(LedgerCounter.SEQUENCE_UNKNOWN, 1);
            } else if ((reading() & 2) == 0) {
                accept(sequence, 0, ledger);
            }
        }
        known = true;
        uncertain = true;
        next = sequence;
        gaps = 0;
        candidate = -1;
    }

    /** Takes a Message; true when it is the latest by its number. */
    private boolean accept(long sequence, long count, LedgerEntry ledger) {
        if (!known || uncertain) {
            if (uncertain) {
                ledger.add(LedgerCounter.SEQUENCE_UNKNOWN, 1);
            }
            begin(sequence, count);
            return true;
        }
        int ahead = ahead(sequence);
        if (ahead == 0) {
            next = (sequence + count) & MASK;
            candidate = -1;
        } else if (sequence == candidate) {
            restart(sequence, count, ledger);
        } else if (ahead > 0 && ahead <= LARGEST_GAP) {
            openGap(next, ahead);
            ledger.add(LedgerCounter.SEQUENCE_LOST, ahead);
            next = (sequence + count) & MASK;
            candidate = -1;
        } else if (count > 0 && fillGap(sequence, count)) {
            ledger.add(LedgerCounter.SEQUENCE_LOST, -count);
            ledger.add(LedgerCounter.SEQUENCE_REORDERED, 1);
            return false;
        } else {
            ledger.add(LedgerCounter.SEQUENCE_DUPLICATE, 1);
            candidate = (sequence + count) & MASK;
            return false;
        }
        return true;
    }

    /** Signed distance from the expected number: positive when some are missing. */
    private int ahead(long sequence) {
        return (int) (sequence - next);
    }

    private void begin(long sequence, long count) {
        known = true;
        uncertain = false;
        next = (sequence + count) & MASK;
        gaps = 0;
        candidate = -1;
    }

    private void restart(long sequence, long count, LedgerEntry ledger) {
        // The first Message after the restart was taken for a duplicate.
        ledger.add(LedgerCounter.SEQUENCE_DUPLICATE, -1);
        ledger.add(LedgerCounter.SEQUENCE_RESTARTS, 1);
        begin(sequence, count);
    }

    private void openGap(long start, long length) {
        if (gaps == GAPS_KEPT) {
            System.arraycopy(gapStarts, 1, gapStarts, 0, gaps - 1);
            System.arraycopy(gapLengths, 1, gapLengths, 0, gaps - 1);
            gaps--;
        }
        gapStarts[gaps] = start;
        gapLengths[gaps] = length;
        gaps++;
    }

    /** Takes [sequence, sequence + count) out of the gap that holds it all; false when none does. */
    private boolean fillGap(long sequence, long count) {
        for (int i = 0; i < gaps; i++) {
            long into = (sequence - gapStarts[i]) & MASK;
            long behind = gapLengths[i] - into - count;
            if (into < gapLengths[i] && behind >= 0) {
                long start = gapStarts[i];
                removeGap(i);
                if (into > 0) {
                    openGap(start, into);
                }
                if (behind > 0) {
                    openGap((sequence + count) & MASK, behind);
                }
                return true;
            }
        }
        return false;
    }

    private void removeGap(int i) {
        System.arraycopy(gapStarts, i + 1, gapStarts, i, gaps - i - 1);
        System.arraycopy(gapLengths, i + 1, gapLengths, i, gaps - i - 1);
        gaps--;
    }

    /** The state as words separated by spaces; empty before the first Message. */
    String toText() {
        if (!known) {
            return "";
        }
        StringBuilder text = new StringBuilder(64)
                .append(next)
                .append(' ')
                .append(uncertain ? 1 : 0)
                .append(' ')
                .append(candidate)
                .append(' ')
                .append(readings)
                .append(' ')
                .append(lastSequence)
                .append(' ')
                .append(lastRecords)
                .append(' ')
                .append(lastOptions);
        for (int i = 0; i < gaps; i++) {
            text.append(' ').append(gapStarts[i]).append('+').append(gapLengths[i]);
        }
        return text.toString();
    }

    /** The tracker that wrote {@code text}. */
    static SequenceTracker ofText(String text) {
        SequenceTracker tracker = new SequenceTracker();
        if (text.isEmpty()) {
            return tracker;
        }
        String[] words = text.split(" ");
        tracker.known = true;
        tracker.next = Long.parseLong(words[0]);
        tracker.uncertain = words[1].equals("1");
        tracker.candidate = Long.parseLong(words[2]);
        tracker.readings = Integer.parseInt(words[3]);
        tracker.lastSequence = Long.parseLong(words[4]);
        tracker.lastRecords = Long.parseLong(words[5]);
        tracker.lastOptions = Long.parseLong(words[6]);
        for (int i = 7; i < words.length; i++) {
            int plus = words[i].indexOf('+');
            tracker.openGap(Long.parseLong(words[i].substring(0, plus)), Long.parseLong(words[i].substring(plus + 1)));
        }
        return tracker;
    }
}
