/** Datagrams as exporters would send them: NetFlow v5 and v9, IPFIX and sFlow of a realistic mix, the same for the same seed. */
@org.jspecify.annotations.NullMarked
package io.flowledger.generate;
