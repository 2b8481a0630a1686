/** Datagrams out of files: pcap, pcapng, IPFIX files and bare payloads, as other tools and people keep them. */
@NullMarked
package io.flowledger.journal.capture;

import org.jspecify.annotations.NullMarked;
