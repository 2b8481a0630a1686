package io.flowledger.flow.batch;

/**
 * Datagrams that a listener lost in one minute before they came into the journal; whose they were is not known.
 *
 * @param listenerPort the UDP port listened on
 * @param minuteSeconds start of the minute, seconds since 1970
 * @param kernelDropped dropped by the kernel because the socket's receive buffer was full
 * @param journalFullDropped refused by us because the journal was full
 */
public record ListenerDrop(int listenerPort, long minuteSeconds, long kernelDropped, long journalFullDropped) {}
