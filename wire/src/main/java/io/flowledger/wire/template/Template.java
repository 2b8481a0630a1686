package io.flowledger.wire.template;

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

    private final long observationDomain;
    private final TemplateDefinition definition;

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
        this(observationDomain, new TemplateDefinition(version, templateId, options, scopeFieldCount, fields, encoded));
    }

    private Template(long observationDomain, TemplateDefinition definition) {
        this.observationDomain = observationDomain;
        this.definition = definition;
    }

    /** The same template with an equal definition in place of its own. */
    public Template sharing(TemplateDefinition equal) {
        if (!equal.equals(definition)) {
            throw new IllegalArgumentException("another definition than that of " + this);
        }
        return new Template(observationDomain, equal);
    }

    /** What it says apart from its Observation Domain; one object for templates that {@linkplain #sharing share} it. */
    public TemplateDefinition definition() {
        return definition;
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
        return definition.version;
    }

    /** Observation Domain ID (RFC 7011 section 3.1), or Source ID (RFC 3954 section 5.1); 32 bits. */
    public long observationDomain() {
        return observationDomain;
    }

    /** Template ID, 256..65535. */
    public int templateId() {
        return definition.templateId;
    }

    /** Whether its records are options data: about the exporter, not about flows. */
    public boolean isOptions() {
        return definition.options;
    }

    /** How many of the first fields are scope fields; 0 for a data template. */
    public int scopeFieldCount() {
        return definition.scopeFieldCount;
    }

    /** Fields of a record, scope fields included. */
    public int fieldCount() {
        return definition.fields.length;
    }

    /** Field {@code i}, 0 the first. */
    public FieldSpecifier field(int i) {
        return definition.fields[i];
    }

    /** All fields in order. */
    public List<FieldSpecifier> fields() {
        return List.of(definition.fields);
    }

    /** Whether a field brings its own length, so that records differ in length. */
    public boolean hasVariableLength() {
        return definition.variableLength;
    }

    /** Octets of the shortest record, 1..65535. */
    public int minimumRecordLength() {
        return definition.minimumRecordLength;
    }

    /** Octets of each record, or -1 if they differ. */
    public int recordLength() {
        return definition.variableLength ? -1 : definition.minimumRecordLength;
    }

    /** Where field {@code i} starts, in octets from the record's start, or -1 if a variable-length field is before it. */
    public int fixedOffset(int i) {
        return definition.fixedOffsets[i];
    }

    /** A copy of the Template Record in wire form, with its Template ID and counts. */
    public byte[] encoded() {
        return definition.encoded.clone();
    }

    /** Whether both have the same key and describe the same records. */
    public boolean sameDefinition(Template other) {
        return observationDomain == other.observationDomain && definition.equals(other.definition);
    }

    /** For logs: version, domain, id and fields. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(definition.options ? "options template " : "template ");
        s.append(definition.templateId)
                .append(" of domain ")
                .append(observationDomain)
                .append(" (version ");
        s.append(definition.version).append("):");
        for (FieldSpecifier field : definition.fields) {
            s.append(' ').append(field.enterpriseNumber()).append('/').append(field.elementId());
            s.append('[')
                    .append(field.isVariableLength() ? "v" : field.length())
                    .append(']');
        }
        return s.toString();
    }
}
