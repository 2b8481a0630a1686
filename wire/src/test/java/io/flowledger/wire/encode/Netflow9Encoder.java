package io.flowledger.wire.encode;

/** Writes one NetFlow version 9 Export Packet (RFC 3954 section 5): header values first, then FlowSets in order. */
public final class Netflow9Encoder {
    private int count;
    private long sysUptimeMillis = 3_600_000L;
    private long unixSeconds = 1_700_000_000L;
    private long sequenceNumber;
    private long sourceId;
    private final OctetWriter sets = OctetWriter.octets();

    /** A packet without FlowSets, one hour after boot, source 0, sequence 0, count 0. */
    public static Netflow9Encoder message() {
        return new Netflow9Encoder();
    }

    /** What the header counts; nothing is derived. */
    public Netflow9Encoder count(int value) {
        this.count = value;
        return this;
    }

    /** Milliseconds since boot. */
    public Netflow9Encoder sysUptimeMillis(long millis) {
        this.sysUptimeMillis = millis;
        return this;
    }

    /** Seconds since 1970. */
    public Netflow9Encoder unixSeconds(long seconds) {
        this.unixSeconds = seconds;
        return this;
    }

    /** Export Packets sent before. */
    public Netflow9Encoder sequenceNumber(long number) {
        this.sequenceNumber = number;
        return this;
    }

    /** Source ID. */
    public Netflow9Encoder sourceId(long id) {
        this.sourceId = id;
        return this;
    }

    /** A FlowSet of one Template Record. */
    public Netflow9Encoder template(int templateId, TemplateField... fields) {
        return set(0, templateRecord(templateId, fields));
    }

    /** A FlowSet of one options template, padded to four octets. */
    public Netflow9Encoder optionsTemplate(int templateId, TemplateField[] scopes, TemplateField... options) {
        return paddedSet(1, 2, optionsTemplateRecord(templateId, scopes, options));
    }

    /** A FlowSet of the given records, without padding. */
    public Netflow9Encoder set(int setId, OctetWriter... records) {
        return paddedSet(setId, 0, records);
    }

    /** A FlowSet of the given records with zero octets after them, which its length includes. */
    public Netflow9Encoder paddedSet(int setId, int padding, OctetWriter... records) {
        OctetWriter content = OctetWriter.octets();
        for (OctetWriter written : records) {
            content.raw(written.toByteArray());
        }
        content.zeros(padding);
        return setWithLength(setId, content.size() + 4, content);
    }

    /** A FlowSet with a length that may be wrong. */
    public Netflow9Encoder setWithLength(int setId, int length, OctetWriter content) {
        sets.u16(setId).u16(length).raw(content.toByteArray());
        return this;
    }

    /** Octets outside of any FlowSet. */
    public Netflow9Encoder raw(OctetWriter octets) {
        sets.raw(octets.toByteArray());
        return this;
    }

    /** The packet. */
    public byte[] encode() {
        return OctetWriter.octets()
                .u16(9)
                .u16(count)
                .u32(sysUptimeMillis)
                .u32(unixSeconds)
                .u32(sequenceNumber)
                .u32(sourceId)
                .raw(sets.toByteArray())
                .toByteArray();
    }

    /** A Template Record. */
    public static OctetWriter templateRecord(int templateId, TemplateField... fields) {
        OctetWriter out = OctetWriter.octets().u16(templateId).u16(fields.length);
        for (TemplateField field : fields) {
            field.write(out, false);
        }
        return out;
    }

    /** An Options Template Record. */
    public static OctetWriter optionsTemplateRecord(int templateId, TemplateField[] scopes, TemplateField... options) {
        OctetWriter out =
                OctetWriter.octets().u16(templateId).u16(4 * scopes.length).u16(4 * options.length);
        for (TemplateField scope : scopes) {
            scope.write(out, false);
        }
        for (TemplateField option : options) {
            option.write(out, false);
        }
        return out;
    }
}
