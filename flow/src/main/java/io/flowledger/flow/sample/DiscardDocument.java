package io.flowledger.flow.sample;

import static io.flowledger.flow.plan.JsonObject.key;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.plan.JsonObject;
import io.flowledger.flow.plan.MemberSource;
import io.flowledger.wire.sflow.DiscardedPacketSample;
import io.flowledger.wire.sflow.DropDetail;
import io.flowledger.wire.sflow.SampledFlow;
import io.flowledger.wire.sflow.SflowDatagram;

/**
 * What the report of a dropped packet says beyond the columns of a row. Not thread safe; re-used from report to report.
 */
final class DiscardDocument implements MemberSource {
    private static final byte[] SOURCE_TYPE = key("source_type");
    private static final byte[] SOURCE_INDEX = key("source_index");
    private static final byte[] REPORTS_LEFT_OUT = key("reports_left_out");
    private static final byte[] EGRESS_QUEUE = key("egress_queue");
    private static final byte[] ACL_NUMBER = key("acl_number");
    private static final byte[] ACL_NAME = key("acl_name");
    private static final byte[] ACL_DIRECTION = key("acl_direction");
    private static final byte[] FUNCTION = key("function");
    private static final byte[] TRAP_GROUP = key("trap_group");
    private static final byte[] TRAP = key("trap");
    private static final byte[] LINUX_REASON = key("linux_reason");

    private final SflowDatagram datagram;
    private final DiscardedPacketSample sample;
    private final SampledFlow flow;
    private final PacketDocument packet;
    private final AgentMember agent;

    /** A document of the report at which the readers stand. */
    DiscardDocument(SflowDatagram datagram, DiscardedPacketSample sample, SampledFlow flow) {
        this.datagram = datagram;
        this.agent = new AgentMember(datagram);
        this.sample = sample;
        this.flow = flow;
        this.packet = new PacketDocument(flow);
    }

    /** Says whose reports come next. */
    void exporter(ExporterAddress address) {
        agent.exporter(address);
    }

    @Override
    public void writeTo(JsonObject document) {
        byte[] in = datagram.buffer();
        agent.writeTo(document);
        boolean sourceIsInput = sample.sourceIdType() == 0 && sample.sourceIdIndex() == sample.inputIfIndex();
        if (!sourceIsInput) {
            document.numberIfKnown(SOURCE_TYPE, sample.sourceIdType());
            document.numberIfKnown(SOURCE_INDEX, sample.sourceIdIndex());
        }
        if (sample.drops() > 0) {
            document.number(REPORTS_LEFT_OUT, sample.drops());
        }
        if (flow.hasDropDetail()) {
            writeDetail(document, flow.dropDetail(), in);
        }
        packet.buffer(in);
        packet.writeTo(document);
    }

    private static void writeDetail(JsonObject document, DropDetail detail, byte[] in) {
        document.numberIfKnown(EGRESS_QUEUE, detail.egressQueue());
        document.numberIfKnown(ACL_NUMBER, detail.aclNumber());
        document.string(ACL_NAME, in, detail.aclNameOffset(), detail.aclNameLength());
        document.numberIfKnown(ACL_DIRECTION, detail.aclDirection());
        document.string(FUNCTION, in, detail.functionOffset(), detail.functionLength());
        document.string(TRAP_GROUP, in, detail.trapGroupOffset(), detail.trapGroupLength());
        document.string(TRAP, in, detail.trapOffset(), detail.trapLength());
        document.string(LINUX_REASON, in, detail.linuxReasonOffset(), detail.linuxReasonLength());
    }
}
