package io.flowledger.wire.template;

/**
 * One field of a template (RFC 7011 section 3.2): which Information Element, and how many octets it has.
 *
 * <p>NetFlow version 9 scope fields carry {@link #NETFLOW9_SCOPE} as enterprise number and the scope type as element id
 * (1 System, 2 Interface, 3 Line Card, 4 Cache, 5 Template: RFC 3954 section 6.1). NetFlow version 9 field types of 32768
 * and more are plain 16-bit numbers with enterprise number 0. Reverse elements keep enterprise number 29305 (RFC 5103).
 *
 * @param enterpriseNumber Private Enterprise Number, 0 for IANA's elements
 * @param elementId 0..65535
 * @param length octets, 0..65534, or {@link #VARIABLE_LENGTH}
 */
public record FieldSpecifier(long enterpriseNumber, int elementId, int length) {
    /** The length that says that each value brings its own (RFC 7011 section 7). */
    public static final int VARIABLE_LENGTH = 65535;

    /** Stands for the enterprise number of NetFlow version 9 scope types; no real one has 33 bits. */
    public static final long NETFLOW9_SCOPE = 1L << 32;

    private static final int USUAL_ELEMENTS = 512;
    private static final int[] USUAL_LENGTHS = {1, 2, 3, 4, 6, 8, 16, VARIABLE_LENGTH};
    private static final FieldSpecifier[] USUAL = usual();

    /** Refuses what two octets, or four for the enterprise number, cannot hold. */
    public FieldSpecifier {
        if (enterpriseNumber < 0 || enterpriseNumber > NETFLOW9_SCOPE) {
            throw new IllegalArgumentException("enterprise number " + enterpriseNumber + " is no 32-bit number");
        }
        if (elementId < 0 || elementId > 65535) {
            throw new IllegalArgumentException("element id " + elementId + ": the range is 0..65535");
        }
        if (length < 0 || length > 65535) {
            throw new IllegalArgumentException("field length " + length + ": the range is 0..65535");
        }
    }

    /** A specifier, the same object for those that most templates have: ten thousand exporters often send one template. */
    public static FieldSpecifier of(long enterpriseNumber, int elementId, int length) {
        if (enterpriseNumber == 0 && elementId < USUAL_ELEMENTS) {
            for (int i = 0; i < USUAL_LENGTHS.length; i++) {
                if (USUAL_LENGTHS[i] == length) {
                    return USUAL[elementId * USUAL_LENGTHS.length + i];
                }
            }
        }
        return new FieldSpecifier(enterpriseNumber, elementId, length);
    }

    private static FieldSpecifier[] usual() {
        FieldSpecifier[] all = new FieldSpecifier[USUAL_ELEMENTS * USUAL_LENGTHS.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new FieldSpecifier(0, i / USUAL_LENGTHS.length, USUAL_LENGTHS[i % USUAL_LENGTHS.length]);
        }
        return all;
    }

    /** Whether each value brings its own length. */
    public boolean isVariableLength() {
        return length == VARIABLE_LENGTH;
    }

    /** The fewest octets that a value takes in a record: 1 (the length octet) for a variable length. */
    public int minimumLength() {
        return isVariableLength() ? 1 : length;
    }
}
