package io.flowledger.export;

import io.flowledger.wire.registry.InformationElement;

/**
 * A value of a Data Record as it goes on the wire.
 *
 * @param element what it is
 * @param variable whether its length goes before it (RFC 7011 section 7)
 * @param octets the value
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record FieldValue(InformationElement element, boolean variable, byte[] octets) {
    private static final int LONG_FORM = 255;
    private static final int VARIABLE_LENGTH = 65_535;

    /** The Field Length of its Field Specifier. */
    int fieldLength() {
        return variable ? VARIABLE_LENGTH : octets.length;
    }

    /** Octets that it takes in a Data Record. */
    int length() {
        if (!variable) {
            return octets.length;
        }
        return octets.length + (octets.length < LONG_FORM ? 1 : 3);
    }

    void writeTo(OctetBuffer out) {
        if (variable) {
            if (octets.length < LONG_FORM) {
                out.u8(octets.length);
            } else {
                out.u8(LONG_FORM).u16(octets.length);
            }
        }
        out.raw(octets);
    }
}
