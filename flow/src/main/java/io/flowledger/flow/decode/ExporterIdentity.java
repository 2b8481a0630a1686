package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.batch.StreamKey;
import io.flowledger.flow.decode.ExporterOverride.KnownBy;
import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.cursor.Octets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By which address the exporter of a datagram is known: the sender's, unless the configuration says otherwise, because a gateway
 * gives its own to all behind it.
 *
 * <p>Reads the observation domain before the datagram is decoded: NetFlow version 9 has it at octet 16, IPFIX at 12, version 5
 * engine type and id at 20 and 21, sFlow the agent's address at 4 and its sub-agent after that. Owned by the decode thread;
 * allocates nothing, but for exporters that are known by what they export.
 */
final class ExporterIdentity {
    private static final int NETFLOW9_DOMAIN = 16;
    private static final int IPFIX_DOMAIN = 12;
    private static final int NETFLOW5_ENGINE = 20;
    private static final int AGENT_TYPE = 4;
    private static final int AGENT = 8;
    private static final long AGENT_IPV4 = 1;
    private static final long AGENT_IPV6 = 2;

    private final List<ExporterOverride> overrides;
    private final byte[][] addresses;
    private final ExportedAddresses exported = new ExportedAddresses();
    private final boolean heedsExported;
    private final GatewayWatch watch = new GatewayWatch();
    private byte[] buffer = {};
    private int offset;
    private int length;

    ExporterIdentity(List<ExporterOverride> all) {
        overrides = all.stream().filter(ExporterOverride::changesAddress).toList();
        heedsExported = overrides.stream().anyMatch(override -> override.knownBy() == KnownBy.EXPORTED);
        addresses = new byte[overrides.size()][];
        for (int i = 0; i < addresses.length; i++) {
            ExporterAddress address = overrides.get(i).address();
            addresses[i] = new byte[address == null ? 0 : address.length()];
            if (address != null) {
                address.copyTo(addresses[i], 0);
            }
        }
    }

    /** Turns to a datagram. */
    void read(Datagram datagram, @Nullable ExportProtocol protocol) {
        buffer = datagram.buffer();
        offset = datagram.addressOffset();
        length = datagram.addressLength();
        if (protocol == null) {
            return;
        }
        int payload = datagram.payloadOffset();
        int agentLength = protocol == ExportProtocol.SFLOW_V5 ? agentLength(datagram) : 0;
        long domain = domain(protocol, buffer, payload, datagram.payloadLength(), agentLength);
        for (int i = 0; i < addresses.length; i++) {
            ExporterOverride override = overrides.get(i);
            if (override.isAbout(buffer, offset, length, domain)) {
                if (addresses[i].length > 0) {
                    buffer = addresses[i];
                    offset = 0;
                    length = addresses[i].length;
                    return;
                }
                if (override.knownBy() == KnownBy.AGENT && agentLength > 0) {
                    offset = payload + AGENT;
                    length = agentLength;
                    return;
                }
                // A connection is one exporter's, whose templates come once: they must not be sought under another
                // address.
                byte[] own = override.knownBy() == KnownBy.EXPORTED && datagram.session() == 0
                        ? exported(protocol, domain)
                        : null;
                if (own != null) {
                    buffer = own;
                    offset = 0;
                    length = own.length;
                    return;
                }
            }
        }
        watch.look(datagram, protocol, domain, payload + AGENT, agentLength);
    }

    private byte @Nullable [] exported(ExportProtocol protocol, long domain) {
        return exported.of(ExporterAddress.of(buffer, offset, length), protocol.exportVersion(), domain);
    }

    /** Notes which address a stream said, in the datagram at {@code position}, that its exporter has. */
    void told(StreamKey stream, String address, long position) {
        if (heedsExported) {
            exported.put(stream, address, position);
        }
    }

    /** Gateways behind which several exporters were found since the last call that nothing tells apart. */
    List<HiddenExporters> takeHidden() {
        return watch.take();
    }

    /** What holds the address. */
    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    /** Octets of the address: 4 or 16. */
    int length() {
        return length;
    }

    /** Octets of the agent's address; 0 when there is none, or it is that of nobody. */
    private static int agentLength(Datagram datagram) {
        byte[] in = datagram.buffer();
        int at = datagram.payloadOffset();
        int octets = datagram.payloadLength();
        long type = octets < AGENT ? 0 : Octets.u32(in, at + AGENT_TYPE);
        int address = type == AGENT_IPV4 ? 4 : type == AGENT_IPV6 ? 16 : 0;
        return address == 0 || octets < AGENT + address || Octets.allZero(in, at + AGENT, address) ? 0 : address;
    }

    private static long domain(ExportProtocol protocol, byte[] in, int at, int octets, int agentLength) {
        int from = switch (protocol) {
            case NETFLOW_V9 -> NETFLOW9_DOMAIN;
            case IPFIX -> IPFIX_DOMAIN;
            case SFLOW_V5 -> AGENT + agentLength;
            default -> NETFLOW5_ENGINE;
        };
        if (octets < from + 4) {
            return 0;
        }
        return switch (protocol) {
            case NETFLOW_V9, IPFIX, SFLOW_V5 -> Octets.u32(in, at + from);
            case NETFLOW_V5 -> Octets.u16(in, at + from);
            case NETFLOW_V1, NETFLOW_V7 -> 0;
        };
    }
}
