package io.flowledger.wire.fault;

/**
 * All that can be wrong with what an exporter sends: a closed list, so that counters, the ledger and the documentation name
 * the same things.
 *
 * <p>A fault is a value, not an exception: the decoder says what it met, skips exactly {@link #skipped()} and goes on.
 */
public enum DecodeFault {
    // Datagram and message
    /** The datagram has no octet. */
    EMPTY_DATAGRAM(Skipped.DATAGRAM, "RFC 7011 section 3.1", "Something other than an exporter sends to this port."),
    /** The version number is that of no export protocol. */
    UNKNOWN_VERSION(
            Skipped.DATAGRAM,
            "RFC 7011 section 3.1",
            "Something other than an exporter sends to this port; look at the sender's address."),
    /** The version is known and not decoded: NetFlow version 8, sFlow before version 5. */
    UNSUPPORTED_VERSION(
            Skipped.DATAGRAM,
            "Cisco NetFlow export formats",
            "Set the exporter to NetFlow version 9, IPFIX or sFlow version 5."),
    /** What comes over TCP or TLS is no IPFIX Message where one must begin; the connection is closed. */
    NOT_IPFIX_OVER_TCP(
            Skipped.DATAGRAM,
            "RFC 7011 section 10.4.3",
            "Only IPFIX goes over TCP: something else connects to this port, or the exporter writes wrong lengths."),
    /** The datagram ends inside the message header. */
    HEADER_CUT(
            Skipped.DATAGRAM, "RFC 7011 section 3.1", "Datagrams are cut on the way: look at MTU and capture length."),
    /** The IPFIX message length is smaller than its header. */
    MESSAGE_LENGTH_TOO_SMALL(
            Skipped.DATAGRAM,
            "RFC 7011 section 3.1",
            "The exporter writes a wrong message length: look for a firmware update."),
    /** The message length says more than the datagram has; its whole Sets are decoded. */
    MESSAGE_LENGTH_PAST_DATAGRAM(
            Skipped.NOTHING, "RFC 7011 section 3.1", "Datagrams are cut on the way: look at MTU and capture length."),
    /** The datagram goes on after the message; the rest is ignored. */
    OCTETS_AFTER_MESSAGE(
            Skipped.NOTHING, "RFC 7011 section 3.1", "The exporter writes a wrong message length or count."),
    /** The header counts more records than the datagram has; those that are there are decoded. */
    COUNT_PAST_DATAGRAM(
            Skipped.NOTHING,
            "Cisco NetFlow export datagram formats, versions 1, 5 and 7",
            "Datagrams are cut on the way, or the exporter writes a wrong count."),

    // Sets
    /** One to three octets are left where a Set Header needs four. */
    SET_HEADER_CUT(
            Skipped.SET, "RFC 7011 section 3.3.2", "The exporter pads its messages wrongly; no record is lost by it."),
    /** The Set length is smaller than the Set Header, so that nothing after it can be found. */
    SET_LENGTH_TOO_SMALL(
            Skipped.SET,
            "RFC 7011 section 3.3.2",
            "The exporter writes a wrong Set length: look for a firmware update."),
    /** The Set length goes past the end of the message. */
    SET_PAST_MESSAGE(
            Skipped.SET,
            "RFC 7011 section 3.3.2",
            "Datagrams are cut on the way, or the exporter writes a wrong Set length."),
    /** Set ID 0, 1 or 4..255 in IPFIX; FlowSet ID 2..255 in NetFlow version 9. */
    RESERVED_SET_ID(Skipped.SET, "RFC 7011 section 3.3.2", "The exporter uses a Set ID that has no meaning."),

    // Templates
    /** A Template Record goes past the end of its Set. */
    TEMPLATE_CUT(Skipped.SET, "RFC 7011 section 3.4.1", "The exporter writes a wrong field count."),
    /** A Template ID below 256. */
    TEMPLATE_ID_RESERVED(Skipped.RECORD, "RFC 7011 section 3.4.1", "The exporter uses a Template ID below 256."),
    /** A NetFlow version 9 template without a field. */
    TEMPLATE_WITHOUT_FIELDS(
            Skipped.RECORD, "RFC 3954 section 5.2", "The exporter sends a template that describes nothing."),
    /** A template whose shortest record has no octet: its records could not be counted. */
    TEMPLATE_RECORD_LENGTH_ZERO(
            Skipped.RECORD, "RFC 7011 section 3.2", "The exporter sends a template all of whose fields are empty."),
    /** A template whose shortest record cannot fit a message. */
    TEMPLATE_TOO_LONG(
            Skipped.RECORD, "RFC 7011 section 3.1", "The exporter sends a template that no record can follow."),
    /** A template has more fields than {@link Limits#fieldsPerTemplate()}. */
    TEMPLATE_TOO_MANY_FIELDS(
            Skipped.RECORD,
            "RFC 7011 section 11.2",
            "No template has more than 1,024 fields: have the exporter send fewer."),
    /** A Transport Session has {@link Limits#templatesPerSession()} templates or {@link Limits#fieldsPerSession()} fields already. */
    TOO_MANY_TEMPLATES(
            Skipped.RECORD, "RFC 7011 section 11.2", "Raise template-limit or field-limit if the exporter is yours."),
    /** More exporters than the limit send at the same time. */
    TOO_MANY_EXPORTERS(
            Skipped.DATAGRAM,
            "RFC 7011 section 11.2",
            "Raise exporter-limit, or keep strangers from this port with a firewall."),
    /** The scope field count of an IPFIX Options Template is 0 or more than its field count. */
    SCOPE_COUNT_INVALID(Skipped.RECORD, "RFC 7011 section 3.4.2.2", "The exporter writes a wrong scope field count."),
    /** The scope or option length of a NetFlow version 9 options template is no multiple of four. */
    SCOPE_LENGTH_INVALID(Skipped.RECORD, "RFC 3954 section 6.1", "The exporter writes a wrong option scope length."),
    /** Over TCP or TLS a template was defined anew with other fields and not withdrawn before; the new definition holds. */
    TEMPLATE_REDEFINED(
            Skipped.NOTHING,
            "RFC 7011 section 8.1",
            "The exporter re-uses template ids wrongly: records of that template may be read wrongly."),
    /** A Template Withdrawal over UDP, which is to be ignored. */
    WITHDRAWAL_IGNORED(Skipped.RECORD, "RFC 7011 section 8.4", "Harmless; the exporter should not send it over UDP."),
    /** A Template Withdrawal for a template that is not there. */
    WITHDRAWAL_OF_UNKNOWN_TEMPLATE(Skipped.RECORD, "RFC 7011 section 8.1", "Harmless."),

    // Data
    /** A Data Set whose template has not come; its datagram is kept until it comes. */
    TEMPLATE_MISSING(
            Skipped.NOTHING,
            "RFC 7011 section 8.2",
            "Normal after a start; lasts until the exporter sends its templates again."),
    /** A Data Set whose template did not come in time. */
    TEMPLATE_NEVER_CAME(
            Skipped.SET,
            "RFC 7011 section 8.2",
            "Set a shorter template refresh at the exporter, or a longer time to wait here."),
    /** A Data Set without a template, and no room to keep its datagram. */
    PARK_FULL(
            Skipped.SET,
            "RFC 7011 section 8.2",
            "Set a shorter template refresh at the exporter, or give more room to wait."),
    /** A record goes past the end of its Set. */
    RECORD_CUT(Skipped.RECORD, "RFC 7011 section 3.4.3", "The records do not match the exporter's template."),
    /** The length of a variable-length field goes past the end of its Set. */
    VARIABLE_LENGTH_PAST_SET(Skipped.RECORD, "RFC 7011 section 7", "The records do not match the exporter's template."),
    /** The element length or the structure of a list is not consistent. */
    LIST_MALFORMED(
            Skipped.NOTHING,
            "RFC 6313 section 4.5",
            "The exporter writes a malformed list; its record is kept without it."),
    /** Records within a list whose template has not come; the list is kept in hexadecimal. */
    LIST_TEMPLATE_MISSING(
            Skipped.NOTHING,
            "RFC 6313 section 4.5.2",
            "Normal after a start; lasts until the exporter sends its templates again."),
    /** The rows of one message would take more room than a message may, or lists lie in too many others. */
    MESSAGE_TOO_RICH(
            Skipped.RECORD,
            "RFC 7011 section 11.2",
            "Somebody sends messages that are made to be costly; what came before in the message is kept."),
    /** An element type record that does not say what it is about, or is about one of IANA's elements. */
    ELEMENT_TYPE_INVALID(Skipped.RECORD, "RFC 5610 section 3", "Harmless; the element keeps its number for a name."),
    /** An element is described otherwise than the registry, or the exporter itself before, has it. */
    ELEMENT_TYPE_CONFLICT(
            Skipped.NOTHING,
            "RFC 5610 section 3",
            "Compare the exporter's description with the registry; the registry, else the later description holds."),
    /** A field has a length that its type cannot have; the value is not taken. */
    FIELD_LENGTH_INVALID(
            Skipped.NOTHING,
            "RFC 7011 section 6",
            "The exporter gives an element a length that does not fit its type."),
    /** A counter above 2^63 - 1, stored as 2^63 - 1. */
    VALUE_TOO_LARGE(Skipped.NOTHING, "RFC 7011 section 6.1.1", "The exporter sends an impossible counter."),
    /** A time that is no plausible time; stored as unknown. */
    TIME_OUT_OF_RANGE(Skipped.NOTHING, "RFC 7011 section 6.1", "Set the exporter's clock, with NTP."),

    /** A Data Record without an element that the table cannot do without. */
    REQUIRED_ELEMENT_MISSING(
            Skipped.RECORD,
            "the table's definition",
            "Add addresses to the exporter's flow record, or use a layout whose columns may be NULL."),
    /** A row that the database refused; it is kept with its journal position in the table poison_row. */
    ROW_REFUSED_BY_DATABASE(
            Skipped.RECORD,
            "the table's definition",
            "Look at poison_row for the database's reason, then decode again."),

    // sFlow
    /** The agent's address has a type other than unknown, IPv4 and IPv6, so that nothing after it can be found. */
    SFLOW_AGENT_ADDRESS_TYPE(
            Skipped.DATAGRAM,
            "sFlow Version 5 section 5, address_type",
            "Something other than an sFlow agent sends to this port, or the datagram is damaged."),
    /** The header announces more samples than the datagram has; those that are there are decoded. */
    SFLOW_SAMPLE_COUNT_PAST_DATAGRAM(
            Skipped.NOTHING,
            "sFlow Version 5 section 5, sample_datagram_v5",
            "Datagrams are cut on the way, or the agent writes a wrong sample count."),
    /** A sample's length goes past the datagram; its whole records are decoded. */
    SFLOW_SAMPLE_PAST_DATAGRAM(
            Skipped.RECORD,
            "sFlow Version 5 section 5, sample_record",
            "Datagrams are cut on the way, or the agent writes a wrong sample length."),
    /** A sample is shorter than the members before its records. */
    SFLOW_SAMPLE_CUT(
            Skipped.RECORD,
            "sFlow Version 5 section 5, flow_sample and counters_sample",
            "The agent writes a wrong sample length: look for a firmware update."),
    /** A sample announces more flow or counter records than it has; those that are there are decoded. */
    SFLOW_RECORD_COUNT_PAST_SAMPLE(
            Skipped.NOTHING,
            "sFlow Version 5 section 5, flow_sample and counters_sample",
            "The agent writes a wrong record count: look for a firmware update."),
    /** A record's length goes past its sample; what is there of it is decoded. */
    SFLOW_RECORD_PAST_SAMPLE(
            Skipped.NOTHING,
            "sFlow Version 5 section 5, flow_record and counter_record",
            "The agent writes a wrong record length: look for a firmware update."),
    /** A record is shorter than its structure, or a length within it goes past its end. */
    SFLOW_RECORD_CUT(
            Skipped.NOTHING,
            "sFlow Version 5 section 5, flow_data and counter_data",
            "The agent writes a structure that is too short; the sample is kept with what is there of it."),
    /** A sample or a record within it has a format that is not known. */
    SFLOW_FORMAT_UNKNOWN(
            Skipped.RECORD,
            "sFlow Version 5 section 5, data_format",
            "The agent sends a structure of its vendor, or a newer one; everything else of the datagram is kept.");

    /** How much of the input a fault costs. */
    public enum Skipped {
        /** Nothing: the input is decoded in spite of it. */
        NOTHING,
        /** One record, in the case of data with the rest of its Set. */
        RECORD,
        /** One Set, or what is left of it. */
        SET,
        /** The whole datagram. */
        DATAGRAM
    }

    private final Skipped skipped;
    private final String reference;
    private final String hint;

    DecodeFault(Skipped skipped, String reference, String hint) {
        this.skipped = skipped;
        this.reference = reference;
        this.hint = hint;
    }

    /** What is skipped because of it. */
    public Skipped skipped() {
        return skipped;
    }

    /** The document and section that it breaks. */
    public String reference() {
        return reference;
    }

    /** One sentence for the operator: what it may mean, what can be done. */
    public String hint() {
        return hint;
    }
}
