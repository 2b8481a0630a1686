package io.flowledger.fault;

/**
 * A datagram to be sent or captured.
 *
 * @param exporter last octet of its exporter's address: 192.0.2.x in captures, 127.0.0.x on the loopback interface
 * @param payload never changed
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record ExportDatagram(int exporter, byte[] payload) {}
