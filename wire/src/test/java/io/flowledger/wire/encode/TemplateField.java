package io.flowledger.wire.encode;

/**
 * A field of a template to be written.
 *
 * @param enterprise 0 for none
 * @param id element id or scope type
 * @param length octets, 65535 for variable
 */
public record TemplateField(long enterprise, int id, int length) {
    /** An element of IANA's, or a NetFlow version 9 field or scope type. */
    public static TemplateField field(int id, int length) {
        return new TemplateField(0, id, length);
    }

    /** An element of an enterprise. */
    public static TemplateField field(long enterprise, int id, int length) {
        return new TemplateField(enterprise, id, length);
    }

    /** An element of IANA's of variable length. */
    public static TemplateField variable(int id) {
        return new TemplateField(0, id, 65535);
    }

    /** An element of an enterprise of variable length. */
    public static TemplateField variable(long enterprise, int id) {
        return new TemplateField(enterprise, id, 65535);
    }

    void write(OctetWriter out, boolean ipfix) {
        boolean enterpriseBit = ipfix && enterprise != 0;
        out.u16(enterpriseBit ? id | 0x8000 : id).u16(length);
        if (enterpriseBit) {
            out.u32(enterprise);
        }
    }
}
