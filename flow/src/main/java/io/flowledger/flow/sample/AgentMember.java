package io.flowledger.flow.sample;

import static io.flowledger.flow.plan.JsonObject.key;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.plan.JsonObject;
import io.flowledger.wire.sflow.SflowDatagram;

/** The agent's own address as a member of a document, where it is not the one that the datagram came from. Not thread safe. */
final class AgentMember {
    private static final byte[] AGENT = key("agent");

    private final SflowDatagram datagram;
    private ExporterAddress exporter = ExporterAddress.of(new byte[4], 0, 4);

    /** Of the datagram at which the reader stands. */
    AgentMember(SflowDatagram datagram) {
        this.datagram = datagram;
    }

    /** Says whose datagrams come next. */
    void exporter(ExporterAddress address) {
        exporter = address;
    }

    void writeTo(JsonObject document) {
        byte[] in = datagram.buffer();
        if (!exporter.matches(in, datagram.agentAddressOffset(), datagram.agentAddressLength())) {
            document.address(AGENT, in, datagram.agentAddressOffset(), datagram.agentAddressLength());
        }
    }
}
