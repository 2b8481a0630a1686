package io.flowledger.flow.decode;

/**
 * How an exporter counts its IPFIX sequence numbers.
 *
 * <p>RFC 7011 section 3.1 says: the Data Records before this Message, those of options templates included. Some exporters leave
 * the options out, some (softflowd 1.0) include the Message's own records. Each reading that explains a Message which others do
 * not gains a point and the others lose one, so that the right reading wins with the first Message that tells them apart,
 * and a reading that fits by accident, across a loss, does not win against one that has long been right.
 *
 * <p>Owned by the decode thread.
 */
final class IpfixReading {
    /** Words that {@link #appendTo} writes. */
    static final int WORDS = 8;

    private static final int COUNTS_OPTIONS = 1;
    private static final int INCLUDES_OWN = 2;

    /** Readings in the order of preference, RFC 7011's first. */
    private static final int[] READINGS = {
        COUNTS_OPTIONS, 0, COUNTS_OPTIONS | INCLUDES_OWN, INCLUDES_OWN,
    };

    private static final int LARGEST_SCORE = 8;
    private static final long MASK = 0xFFFF_FFFFL;

    /** What {@link #appendTo} writes before the first Message of IPFIX: for all streams of other protocols, in each batch. */
    private static final String NOTHING_SEEN = " " + COUNTS_OPTIONS + " 0 0 0 0 0 0 0";

    private final int[] scores = new int[READINGS.length];
    private int current = COUNTS_OPTIONS;
    private long lastSequence;
    private long lastRecords;
    private long lastOptions;
    private boolean seen;

    /** Sees which readings explain a Message; true when another one holds from now on. */
    boolean choose(long sequence, long records, long options) {
        seen = true;
        int fitting = 0;
        for (int reading : READINGS) {
            if (begins(reading, sequence, records, options) == expected(reading)) {
                fitting |= 1 << reading;
            }
        }
        if (fitting == 0) {
            return false;
        }
        int best = current;
        for (int reading : READINGS) {
            int step = (fitting & (1 << reading)) != 0 ? 1 : -1;
            scores[reading] = Math.max(0, Math.min(LARGEST_SCORE, scores[reading] + step));
        }
        for (int reading : READINGS) {
            if (scores[reading] > scores[best]) {
                best = reading;
            }
        }
        boolean changed = best != current;
        current = best;
        return changed;
    }

    /** Notes the latest Message. */
    void last(long sequence, long records, long options) {
        seen = true;
        lastSequence = sequence;
        lastRecords = records;
        lastOptions = options;
    }

    /** Records of a Message that the exporter counts. */
    long counted(long records, long options) {
        return counted(current, records, options);
    }

    /** The number of a Message's first record. */
    long begins(long sequence, long records, long options) {
        return begins(current, sequence, records, options);
    }

    /** The number at which the Message after the latest begins. */
    long expected() {
        return expected(current);
    }

    /** True when Messages have shown that a number is that of the records before its Message. */
    boolean isBeginCertain() {
        int without = Math.max(scores[0], scores[COUNTS_OPTIONS]);
        int with = Math.max(scores[INCLUDES_OWN], scores[INCLUDES_OWN | COUNTS_OPTIONS]);
        return without > with;
    }

    private static long counted(int reading, long records, long options) {
        return records + ((reading & COUNTS_OPTIONS) != 0 ? options : 0);
    }

    private static long begins(int reading, long sequence, long records, long options) {
        return (sequence - ((reading & INCLUDES_OWN) != 0 ? counted(reading, records, options) : 0)) & MASK;
    }

    private long expected(int reading) {
        return (reading & INCLUDES_OWN) != 0
                ? lastSequence
                : (lastSequence + counted(reading, lastRecords, lastOptions)) & MASK;
    }

    /** Appends the state as {@link #WORDS} words, each with a space before it. */
    void appendTo(StringBuilder text) {
        if (!seen) {
            text.append(NOTHING_SEEN);
            return;
        }
        text.append(' ').append(current);
        for (int score : scores) {
            text.append(' ').append(score);
        }
        text.append(' ').append(lastSequence).append(' ').append(lastRecords);
        text.append(' ').append(lastOptions);
    }

    /** Takes over what {@link #appendTo} wrote, from word {@code from} on. */
    void parse(String[] words, int from) {
        seen = true;
        current = Integer.parseInt(words[from]);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Integer.parseInt(words[from + 1 + i]);
        }
        lastSequence = Long.parseLong(words[from + 5]);
        lastRecords = Long.parseLong(words[from + 6]);
        lastOptions = Long.parseLong(words[from + 7]);
    }
}
