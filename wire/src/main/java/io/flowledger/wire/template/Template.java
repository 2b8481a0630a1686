package io.flowledger.wire.template;

import java.util.Arrays;
import java.util.List;

/**
 * A Template Record or Options Template Record (RFC 7011 section 3.4, RFC 3954 sections 5.2 and 6.1): what the Data Records
 * with its Template ID consist of.
 *
 * <p>One class for both, because data and options templates share one space of Template IDs and one kind of Data Record.
 *
 * <p>Threading: immutable.
 */
public final class Template {
    /** The version number of NetFlow version 9. */
    public static final int NETFLOW9 = 9;

    /** The version number of IPFIX. */
    public static final int IPFIX = 10;

    private final int version;
    private final long observationDomain;
    private final int templateId;
    private final boolean options;
    private final int scopeFieldCount;
    private final FieldSpecifier[] fields;
    private final int[] fixedOffsets;
    private final int minimumRecordLength;
    private final boolean variableLength;
    private final byte[] encoded;

    /**
     * A template of the given fields.
     *
     * @param version {@link #NETFLOW9} or {@link #IPFIX}
     * @param observationDomain Observation Domain ID, or Source ID in NetFlow version 9
     * @param encoded the octets of its Template Record; kept as they are
     */
    Template(
            int version,
            long observationDomain,
            int templateId,
            boolean options,
            int scopeFieldCount,
            FieldSpecifier[] fields,
            byte[] encoded) {
        this.version = version;
        this.observationDomain = observationDomain;
        this.templateId = templateId;
        this.options = options;
        this.scopeFieldCount = scopeFieldCount;
        this.fields = fields;
        this.encoded = encoded;
        this.fixedOffsets = new int[fields.length];
        int offset = 0;
        boolean variable = false;
        for (int i = 0; i < fields.length; i++) {
            fixedOffsets[i] = variable ? -1 : offset;
            offset += fields[i].minimumLength();
            variable |= fields[i].isVariableLength();
        }
        this.minimumRecordLength = offset;
        this.variableLength = variable;
    }

    /**
     * The template of a Template Record in wire form, as {@link #encoded()} gives it.
     *
     * @param version {@link #NETFLOW9} or {@link #IPFIX}
     * @param options whether it is an Options Template Record
     * @throws IllegalArgumentException if the octets are not exactly one valid record
     */
    public static Template decode(int version, long observationDomain, boolean options, byte[] encoded) {
        return TemplateRecordReader.single(version, observationDomain, options, encoded);
    }

    /** 9 for NetFlow version 9, 10 for IPFIX. */
    public int version() {
        return version;
    }

    /** Observation Domain ID (RFC 7011 section 3.1), or Source ID (RFC 3954 section 5.1); 32 bits. */
    public long observationDomain() {
        return observationDomain;
    }

    /** Template ID, 256..65535. */
    public int templateId() {
        return templateId;
    }

    /** Whether its records are options data: about the exporter, not about flows. */
    public boolean isOptions() {
        return options;
    }

    /** How many of the first fields are scope fields; 0 for a data template. */
    public int scopeFieldCount() {
        return scopeFieldCount;
    }

    /** Fields of a record, scope fields included. */
    public int fieldCount() {
        return fields.length;
    }

    /** Field {@code i}, 0 the first. */
    public FieldSpecifier field(int i) {
        return fields[i];
    }

    /** All fields in order. */
    public List<FieldSpecifier> fields() {
        return List.of(fields);
    }

    /** Whether a field brings its own length, so that records differ in length. */
    public boolean hasVariableLength() {
        return variableLength;
    }

    /** Octets of the shortest record, 1..65535. */
    public int minimumRecordLength() {
        return minimumRecordLength;
    }

    /** Octets of each record, or -1 if they differ. */
    public int recordLength() {
        return variableLength ? -1 : minimumRecordLength;
    }

    /** Where field {@code i} starts, in octets from the record's start, or -1 if a variable-length field is before it. */
    public int fixedOffset(int i) {
        return fixedOffsets[i];
    }

    /** A copy of the Template Record in wire form, with its Template ID and counts. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Whether both have the same key and describe the same records. */
    public boolean sameDefinition(Template other) {
        return version == other.version
                && observationDomain == other.observationDomain
                && options == other.options
                && Arrays.equals(encoded, other.encoded);
    }

    /** For logs: version, domain, id and fields. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(options ? "options template " : "template ");
        s.append(templateId).append(" of domain ").append(observationDomain).append(" (version ");
        s.append(version).append("):");
        for (FieldSpecifier field : fields) {
            s.append(' ').append(field.enterpriseNumber()).append('/').append(field.elementId());
            s.append('[')
                    .append(field.isVariableLength() ? "v" : field.length())
                    .append(']');
        }
        return s.toString();
    }
}
