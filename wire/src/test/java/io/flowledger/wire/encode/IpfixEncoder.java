package io.flowledger.wire.encode;

/** Writes one IPFIX Message (RFC 7011 section 3): header values first, then Sets in order. */
public final class IpfixEncoder {
    private long exportTimeSeconds = 1_700_000_000L;
    private long sequenceNumber;
    private long observationDomain;
    private int lengthOverride = -1;
    private final OctetWriter sets = OctetWriter.octets();

    /** A Message without Sets, domain 0, sequence 0. */
    public static IpfixEncoder message() {
        return new IpfixEncoder();
    }

    /** Seconds since 1970. */
    public IpfixEncoder exportTimeSeconds(long seconds) {
        this.exportTimeSeconds = seconds;
        return this;
    }

    /** Data Records sent before. */
    public IpfixEncoder sequenceNumber(long number) {
        this.sequenceNumber = number;
        return this;
    }

    /** Observation Domain ID. */
    public IpfixEncoder observationDomain(long domain) {
        this.observationDomain = domain;
        return this;
    }

    /** A message length that may be wrong. */
    public IpfixEncoder messageLength(int length) {
        this.lengthOverride = length;
        return this;
    }

    /** A Template Set of one Template Record. */
    public IpfixEncoder template(int templateId, TemplateField... fields) {
        return set(2, templateRecord(templateId, fields));
    }

    /** An Options Template Set of one record; the first {@code scopeCount} fields are scope fields. */
    public IpfixEncoder optionsTemplate(int templateId, int scopeCount, TemplateField... fields) {
        return set(3, optionsTemplateRecord(templateId, scopeCount, fields));
    }

    /** A Template Set that withdraws one data template, or all when the id is 2. */
    public IpfixEncoder templateWithdrawal(int templateId) {
        return set(2, OctetWriter.octets().u16(templateId).u16(0));
    }

    /** An Options Template Set that withdraws one options template, or all when the id is 3. */
    public IpfixEncoder optionsTemplateWithdrawal(int templateId) {
        return set(3, OctetWriter.octets().u16(templateId).u16(0));
    }

    /** A Set of the given records, without padding. */
    public IpfixEncoder set(int setId, OctetWriter... records) {
        return paddedSet(setId, 0, records);
    }

    /** A Set of the given records with zero octets after them, which its length includes. */
    public IpfixEncoder paddedSet(int setId, int padding, OctetWriter... records) {
        OctetWriter content = OctetWriter.octets();
        for (OctetWriter written : records) {
            content.raw(written.toByteArray());
        }
        content.zeros(padding);
        return setWithLength(setId, content.size() + 4, content);
    }

    /** A Set with a length that may be wrong. */
    public IpfixEncoder setWithLength(int setId, int length, OctetWriter content) {
        sets.u16(setId).u16(length).raw(content.toByteArray());
        return this;
    }

    /** Octets outside of any Set. */
    public IpfixEncoder raw(OctetWriter octets) {
        sets.raw(octets.toByteArray());
        return this;
    }

    /** The Message. */
    public byte[] encode() {
        int length = lengthOverride >= 0 ? lengthOverride : sets.size() + 16;
        return OctetWriter.octets()
                .u16(10)
                .u16(length)
                .u32(exportTimeSeconds)
                .u32(sequenceNumber)
                .u32(observationDomain)
                .raw(sets.toByteArray())
                .toByteArray();
    }

    /** A Template Record. */
    public static OctetWriter templateRecord(int templateId, TemplateField... fields) {
        OctetWriter out = OctetWriter.octets().u16(templateId).u16(fields.length);
        for (TemplateField field : fields) {
            field.write(out, true);
        }
        return out;
    }

    /** An Options Template Record. */
    public static OctetWriter optionsTemplateRecord(int templateId, int scopeCount, TemplateField... fields) {
        OctetWriter out =
                OctetWriter.octets().u16(templateId).u16(fields.length).u16(scopeCount);
        for (TemplateField field : fields) {
            field.write(out, true);
        }
        return out;
    }
}
