package io.flowledger.wire.registry;

/**
 * An Information Element (RFC 7012 section 2.1).
 *
 * @param enterpriseNumber Private Enterprise Number, 0 for IANA's elements and for NetFlow version 9 field types
 * @param elementId 0..65535
 * @param name as registered; never empty
 * @param type of its values
 * @param semantics of its values
 * @param units of its values
 */
public record InformationElement(
        long enterpriseNumber, int elementId, String name, AbstractDataType type, Semantics semantics, Units units) {
    /** Refuses an empty name and an id that 16 bits cannot hold. */
    public InformationElement {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("element " + enterpriseNumber + "/" + elementId + " has no name");
        }
        if (elementId < 0 || elementId > 65535) {
            throw new IllegalArgumentException("element id " + elementId + ": the range is 0..65535");
        }
    }
}
