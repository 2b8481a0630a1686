package io.flowledger.store.query;

/** In which order flows themselves come. */
public enum FlowOrder {
    /** The newest first. */
    TIME,
    /** Those with the most octets first, scaled by the sampling rate where it is known. */
    OCTETS,
    /** Those with the most packets first, scaled by the sampling rate where it is known. */
    PACKETS,
    /** The longest first, from their first to their last packet. */
    DURATION
}
