package io.flowledger.flow.decode;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.decode.HiddenExporters.Sign;
import io.flowledger.wire.ExportProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches addresses that look like a gateway's for several observation domains or sFlow agents behind one of them.
 *
 * <p>Knows a bounded number of gateways, and of each only the first that was seen behind it. Owned by the decode thread.
 */
final class GatewayWatch {
    private static final int GATEWAYS = 32;

    private final List<Seen> gateways = new ArrayList<>();
    private final List<HiddenExporters> news = new ArrayList<>();

    private static final class Seen {
        private final ExporterAddress gateway;
        private final Sign sign;
        private final long domain;
        private final byte[] agent;
        private boolean told;

        Seen(ExporterAddress gateway, Sign sign, long domain, byte[] agent) {
            this.gateway = gateway;
            this.sign = sign;
            this.domain = domain;
            this.agent = agent;
        }
    }

    /**
     * Looks at a datagram.
     *
     * @param domain its observation domain or source id
     * @param agentOffset where the address of its sFlow agent is
     * @param agentLength octets of that; 0 when there is none
     */
    void look(Datagram datagram, ExportProtocol protocol, long domain, int agentOffset, int agentLength) {
        byte[] in = datagram.buffer();
        Sign sign = sign(protocol);
        if (sign == null || !GatewayAddress.isLikely(in, datagram.addressOffset(), datagram.addressLength())) {
            return;
        }
        for (Seen seen : gateways) {
            if (seen.sign == sign && seen.gateway.matches(in, datagram.addressOffset(), datagram.addressLength())) {
                boolean same = sign == Sign.SFLOW_AGENTS
                        ? Arrays.equals(seen.agent, 0, seen.agent.length, in, agentOffset, agentOffset + agentLength)
                        : seen.domain == domain;
                if (!same && !seen.told) {
                    seen.told = true;
                    news.add(new HiddenExporters(seen.gateway, sign));
                }
                return;
            }
        }
        if (gateways.size() < GATEWAYS) {
            gateways.add(new Seen(
                    ExporterAddress.of(in, datagram.addressOffset(), datagram.addressLength()),
                    sign,
                    domain,
                    Arrays.copyOfRange(in, agentOffset, agentOffset + agentLength)));
        }
    }

    /** What was found since the last call: each gateway once. */
    List<HiddenExporters> take() {
        if (news.isEmpty()) {
            return List.of();
        }
        List<HiddenExporters> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    private static @Nullable Sign sign(ExportProtocol protocol) {
        return switch (protocol) {
            case IPFIX -> Sign.OBSERVATION_DOMAINS;
            case NETFLOW_V9 -> Sign.SOURCE_IDS;
            case SFLOW_V5 -> Sign.SFLOW_AGENTS;
            case NETFLOW_V1, NETFLOW_V5, NETFLOW_V7 -> null;
        };
    }
}
