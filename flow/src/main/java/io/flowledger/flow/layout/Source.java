package io.flowledger.flow.layout;

/**
 * An Information Element that can fill a column.
 *
 * @param enterpriseNumber the element's enterprise, 0 for IANA's
 * @param elementId the element's number within the enterprise
 * @param transform how its octets become the column's value
 */
public record Source(long enterpriseNumber, int elementId, Transform transform) {
    /** An element of IANA's registry. */
    public static Source iana(int elementId, Transform transform) {
        return new Source(0, elementId, transform);
    }
}
