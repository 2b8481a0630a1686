package io.flowledger.flow.decode;

import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;

/**
 * What an exporter's sequence numbers say: lost, late, twice, begun anew.
 *
 * <p>NetFlow version 9 and sFlow count datagrams, so each advances the number by one. NetFlow version 5 and 7 count records,
 * and the number is that of the records before the datagram. For IPFIX see {@link IpfixReading}. Numbers have 32 bits and wrap.
 *
 * <p>A jump ahead opens a gap and counts it as lost; a Message that falls into a gap later takes its part of the loss back. A
 * number behind the expected one that is in no gap was seen before. It is a restart when the exporter's clock has gone on
 * meanwhile, as a duplicate carries the old time; without a clock, or within its second, when the next Messages go on from
 * there. A number that stays the same while the clock goes on is none: what is missing is unknown, as it is after a Message
 * whose records could not be counted.
 *
 * <p>Owned by the decode thread. {@link #toText} and {@link #ofText} carry the state over restarts.
 */
final class SequenceTracker {
    /** Records of a Message are not known. */
    static final long UNKNOWN = -1;

    /** The Message has no time that only goes forward. */
    static final long NO_CLOCK = -1;

    /** A jump ahead by more than this is a restart with another number. */
    private static final long LARGEST_GAP = 1L << 30;

    /** A jump ahead over the wrap by more than this is a restart at a small number. */
    private static final long LARGEST_GAP_OVER_WRAP = 1L << 20;

    /** Numbers behind the expected one that are taken for seen before, if they have been passed at all. */
    private static final long WINDOW = 1L << 16;

    /** Messages in a row that go on from an old number and make a restart, outside and inside of the window. */
    private static final int RUN_OUTSIDE = 2;

    private static final int RUN_INSIDE = 5;

    /** An exporter whose threads stamp the number and the time apart may be wrong by this much. */
    private static final long CLOCK_SLACK_SECONDS = 2;

    /** The clock was set back when it is behind by more. */
    private static final long CLOCK_SET_BACK_SECONDS = 60;

    private static final long MASK = 0xFFFF_FFFFL;

    private final SequenceGaps gaps = new SequenceGaps();
    private final IpfixReading reading = new IpfixReading();
    private boolean known;
    private boolean uncertain;
    private long next;
    private long lastBegin = -1;
    private long passed;
    private long candidate = -1;
    private int run;
    private long clock = NO_CLOCK;

    /** Takes a Message whose number counts datagrams, without a time. */
    void datagram(long sequence, LedgerEntry ledger) {
        accept(sequence, 1, NO_CLOCK, ledger);
    }

    /** Takes a Message whose number counts datagrams, sent at {@code clockSeconds}. */
    void datagram(long sequence, long clockSeconds, LedgerEntry ledger) {
        accept(sequence, 1, clockSeconds, ledger);
    }

    /** Takes a Message of {@code records} by its header, sent at {@code clockSeconds}. */
    void records(long sequence, long records, long clockSeconds, LedgerEntry ledger) {
        accept(sequence, records, clockSeconds, ledger);
    }

    /**
     * Takes an IPFIX Message.
     *
     * @param records Data Records of flows, or {@link #UNKNOWN} when a Set could not be decoded
     * @param options Options Data Records
     */
    void ipfix(long sequence, long records, long options, long clockSeconds, LedgerEntry ledger) {
        if (records == UNKNOWN) {
            acceptUncounted(sequence, clockSeconds, ledger);
            return;
        }
        if (known && !uncertain && reading.choose(sequence, records, options)) {
            next = reading.expected();
            gaps.clear();
        }
        if (accept(
                reading.begins(sequence, records, options), reading.counted(records, options), clockSeconds, ledger)) {
            reading.last(sequence, records, options);
        }
    }

    private void acceptUncounted(long sequence, long clockSeconds, LedgerEntry ledger) {
        if (known) {
            int ahead = ahead(sequence);
            if (!isPlausiblyAhead(sequence, ahead) && ahead != 0) {
                if (!isLater(clockSeconds)) {
                    ledger.add(LedgerCounter.SEQUENCE_REORDERED, 1);
                    return;
                }
                ledger.add(LedgerCounter.SEQUENCE_RESTARTS, 1);
                gaps.clear();
                passed = 0;
            } else if (uncertain || (ahead > 0 && !reading.isBeginCertain())) {
                ledger.add(LedgerCounter.SEQUENCE_UNKNOWN, 1);
            } else if (ahead > 0) {
                gaps.open(next, ahead);
                ledger.add(LedgerCounter.SEQUENCE_LOST, ahead);
            }
        }
        known = true;
        uncertain = true;
        next = sequence;
        noteClock(clockSeconds);
        forgetRun();
    }

    /** Takes a Message; true when it is the latest by its number. */
    private boolean accept(long sequence, long count, long clockSeconds, LedgerEntry ledger) {
        if (!known) {
            begin(sequence, count, clockSeconds);
            return true;
        }
        int ahead = ahead(sequence);
        boolean plausible = ahead == 0 || isPlausiblyAhead(sequence, ahead);
        if (plausible) {
            if (uncertain) {
                ledger.add(LedgerCounter.SEQUENCE_UNKNOWN, 1);
            } else if (ahead > 0) {
                gaps.open(next, ahead);
                ledger.add(LedgerCounter.SEQUENCE_LOST, ahead);
            }
            passed = Math.min(WINDOW, passed + ahead + count);
            follow(sequence, count, clockSeconds);
            return true;
        }
        return acceptBehind(sequence, count, clockSeconds, ledger);
    }

    private boolean acceptBehind(long sequence, long count, long clockSeconds, LedgerEntry ledger) {
        boolean later = isLater(clockSeconds);
        boolean nearlyLate = !later || clockSeconds - clock <= CLOCK_SLACK_SECONDS;
        if (count > 0 && nearlyLate && gaps.fill(sequence, count)) {
            ledger.add(LedgerCounter.SEQUENCE_LOST, -count);
            ledger.add(LedgerCounter.SEQUENCE_REORDERED, 1);
            return false;
        }
        if (later) {
            boolean stuck = sequence == lastBegin;
            ledger.add(stuck ? LedgerCounter.SEQUENCE_UNKNOWN : LedgerCounter.SEQUENCE_RESTARTS, 1);
            begin(sequence, count, clockSeconds);
            return true;
        }
        if (uncertain || count == 0) {
            // Late or twice: which of the two cannot be told, and nothing is missing by it.
            ledger.add(LedgerCounter.SEQUENCE_REORDERED, 1);
            return false;
        }
        ledger.add(LedgerCounter.SEQUENCE_DUPLICATE, 1);
        run = sequence == candidate ? run + 1 : 1;
        candidate = (sequence + count) & MASK;
        boolean inside = ((next - sequence) & MASK) <= passed;
        if (run < (inside ? RUN_INSIDE : RUN_OUTSIDE)) {
            return false;
        }
        ledger.add(LedgerCounter.SEQUENCE_DUPLICATE, -run);
        ledger.add(LedgerCounter.SEQUENCE_RESTARTS, 1);
        begin(sequence, count, clockSeconds);
        return true;
    }

    /** Signed distance from the expected number: positive when some are missing. */
    private int ahead(long sequence) {
        return (int) (sequence - next);
    }

    private boolean isPlausiblyAhead(long sequence, int ahead) {
        return ahead > 0 && ahead <= (sequence < next ? LARGEST_GAP_OVER_WRAP : LARGEST_GAP);
    }

    private boolean isLater(long clockSeconds) {
        return clockSeconds != NO_CLOCK && clock != NO_CLOCK && clockSeconds > clock;
    }

    private void begin(long sequence, long count, long clockSeconds) {
        known = true;
        gaps.clear();
        passed = Math.min(WINDOW, count);
        clock = NO_CLOCK;
        follow(sequence, count, clockSeconds);
    }

    private void follow(long sequence, long count, long clockSeconds) {
        uncertain = false;
        next = (sequence + count) & MASK;
        lastBegin = sequence;
        noteClock(clockSeconds);
        forgetRun();
    }

    private void noteClock(long clockSeconds) {
        if (clockSeconds > clock || clock - clockSeconds > CLOCK_SET_BACK_SECONDS) {
            clock = clockSeconds;
        }
    }

    private void forgetRun() {
        candidate = -1;
        run = 0;
    }

    /** The state as words separated by spaces, the gaps last; empty before the first Message. */
    String toText() {
        if (!known) {
            return "";
        }
        StringBuilder text = new StringBuilder(96).append(next);
        long[] numbers = {uncertain ? 1 : 0, lastBegin, passed, candidate, run, clock};
        for (long number : numbers) {
            text.append(' ').append(number);
        }
        reading.appendTo(text);
        gaps.appendTo(text);
        return text.toString();
    }

    /**
     * The tracker that wrote {@code text}.
     *
     * @throws IllegalArgumentException if no tracker wrote it
     */
    static SequenceTracker ofText(String text) {
        SequenceTracker tracker = new SequenceTracker();
        if (text.isEmpty()) {
            return tracker;
        }
        String[] words = text.split(" ", -1);
        int gapsFrom = 7 + IpfixReading.WORDS;
        if (words.length < gapsFrom) {
            throw new IllegalArgumentException(
                    "sequence state of " + words.length + " words, at least " + gapsFrom + " are needed: " + text);
        }
        tracker.known = true;
        tracker.next = Long.parseLong(words[0]);
        tracker.uncertain = words[1].equals("1");
        tracker.lastBegin = Long.parseLong(words[2]);
        tracker.passed = Long.parseLong(words[3]);
        tracker.candidate = Long.parseLong(words[4]);
        tracker.run = Integer.parseInt(words[5]);
        tracker.clock = Long.parseLong(words[6]);
        tracker.reading.parse(words, 7);
        for (int i = gapsFrom; i < words.length; i++) {
            tracker.gaps.parse(words[i]);
        }
        return tracker;
    }
}
