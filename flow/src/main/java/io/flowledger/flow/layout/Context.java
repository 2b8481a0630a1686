package io.flowledger.flow.layout;

/** Values that hold for a whole Message and not for one Data Record. */
public enum Context {
    /** When the datagram was received. */
    RECEIVED_AT,
    /** The exporter's address. */
    EXPORTER,
    /** Observation domain, source id or engine. */
    OBSERVATION_DOMAIN,
    /** 1, 5, 7, 9, 10; 105 for sFlow version 5. */
    EXPORT_VERSION,
    /** One in how many packets was seen, as the Message or an option says. */
    SAMPLING_RATE,
    /** Who said that. */
    SAMPLING_ORIGIN,
    /** When the Message was exported, by its header. */
    EXPORT_TIME
}
