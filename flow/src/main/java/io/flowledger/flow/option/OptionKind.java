package io.flowledger.flow.option;

/** What an option can be about; the scope is what it holds for within its stream. */
public enum OptionKind {
    /** One in how many packets is seen; scope empty: the whole stream. */
    SAMPLING_RATE,
    /** One in how many packets is seen; scope: sampler or selector id. */
    SAMPLER_RATE,
    /** One in how many packets is seen; scope: SNMP index of an interface. */
    INTERFACE_RATE,
    /** One in how many packets is seen; scope: a line card. */
    LINE_CARD_RATE,
    /** One in how many packets is seen; scope: the template of the flows. */
    TEMPLATE_RATE,
    /** 1 when waiting for a sampling rate was in vain, 0 when one came later; scope empty. */
    SAMPLING_UNTOLD,
    /** When the exporter's uptime began, milliseconds since 1970; scope empty. */
    SYSTEM_INIT_MILLIS,
    /** What the exporter counted; scope: the element's name, as exportedMessageTotalCount. */
    EXPORTER_COUNTER,
    /** The address that the exporter says it has; scope empty. */
    EXPORTER_ADDRESS,
    /** An application's name; scope: the application id as a number. */
    APPLICATION_NAME,
    /** What an application is; scope: as of its name. */
    APPLICATION_DESCRIPTION,
    /** An interface's name; scope: its SNMP index. */
    INTERFACE_NAME,
    /** An interface's description; scope: its SNMP index. */
    INTERFACE_DESCRIPTION,
    /** A VRF's name; scope: its id. */
    VRF_NAME,
    /** An enterprise's Information Element (RFC 5610); scope: enterprise number, a slash, its id. */
    ELEMENT_TYPE
}
