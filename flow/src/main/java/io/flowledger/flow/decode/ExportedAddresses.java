package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.wire.ExportProtocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses exporters said in their options data that they have (exporterIPv4Address and exporterIPv6Address, 130 and 131).
 *
 * <p>What an exporter says once it is known by its own address is said under that address: a statement leads to the next one,
 * as long as each is later than the one before. So it is all the same whether the statements were heard or read back at a
 * start. Owned by the decode thread.
 */
final class ExportedAddresses {
    /** More streams than one decoder knows. */
    private static final int MOST = 65_536;

    private static final int IPFIX = ExportProtocol.IPFIX.exportVersion();

    private final Map<StreamKey, Statement> statements = new HashMap<>();

    private static final class Statement {
        private final ExporterAddress address;
        private final byte[] octets;
        private final long position;

        Statement(ExporterAddress address, long position) {
            this.address = address;
            this.octets = new byte[address.length()];
            this.position = position;
            address.copyTo(octets, 0);
        }
    }

    /** Notes what a stream said in the datagram at {@code position}. */
    void put(StreamKey stream, String address, long position) {
        if (statements.size() < MOST || statements.containsKey(stream)) {
            statements.put(stream, new Statement(parse(address), position));
        }
    }

    /** The octets of the address that whoever sends from {@code sender} has, or null when it has said none. */
    byte @Nullable [] of(ExporterAddress sender, int exportVersion, long domain) {
        Statement latest = null;
        ExporterAddress address = sender;
        while (true) {
            Statement next = statement(address, exportVersion, domain);
            if (next == null || (latest != null && next.position <= latest.position)) {
                return latest == null ? null : latest.octets;
            }
            latest = next;
            address = next.address;
        }
    }

    /** What is said of the domain, or with IPFIX of the exporter as a whole: in domain 0 (RFC 7011 section 3.1). */
    private @Nullable Statement statement(ExporterAddress exporter, int exportVersion, long domain) {
        Statement own = statements.get(new StreamKey(exporter, exportVersion, domain));
        return own == null && exportVersion == IPFIX && domain != 0
                ? statements.get(new StreamKey(exporter, exportVersion, 0))
                : own;
    }

    private static ExporterAddress parse(String address) {
        try {
            return ExporterAddress.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is no address", e);
        }
    }
}
