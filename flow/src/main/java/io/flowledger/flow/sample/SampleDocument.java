package io.flowledger.flow.sample;

import static io.flowledger.flow.plan.JsonObject.key;

import io.flowledger.flow.batch.ExporterAddress;
import io.flowledger.flow.plan.JsonObject;
import io.flowledger.flow.plan.MemberSource;
import io.flowledger.wire.sflow.FlowSample;
import io.flowledger.wire.sflow.SampledFlow;
import io.flowledger.wire.sflow.SflowDatagram;
import io.flowledger.wire.sflow.SflowInterface;

/**
 * What a flow sample says beyond the columns of a row, as members of its document.
 *
 * <p>The data source is left out when the direction and the interfaces tell it. Not thread safe; re-used from sample to
 * sample.
 */
final class SampleDocument implements MemberSource {
    private static final byte[] SOURCE_TYPE = key("source_type");
    private static final byte[] SOURCE_INDEX = key("source_index");
    private static final byte[] SAMPLE_POOL = key("sample_pool");
    private static final byte[] SAMPLE_DROPS = key("sample_drops");
    private static final byte[] INPUT_INTERNAL = key("input_internal");
    private static final byte[] OUTPUT_INTERNAL = key("output_internal");
    private static final byte[] INPUT_COUNT = key("input_interfaces");
    private static final byte[] OUTPUT_COUNT = key("output_interfaces");
    private static final byte[] INPUT_DISCARDED = key("input_discard_reason");
    private static final byte[] OUTPUT_DISCARDED = key("output_discard_reason");

    private final SflowDatagram datagram;
    private final FlowSample sample;
    private final PacketDocument packet;
    private final AgentMember agent;

    /** A document of the sample at which the readers stand. */
    SampleDocument(SflowDatagram datagram, FlowSample sample, SampledFlow flow) {
        this.datagram = datagram;
        this.agent = new AgentMember(datagram);
        this.sample = sample;
        this.packet = new PacketDocument(flow);
    }

    /** Says whose samples come next. */
    void exporter(ExporterAddress address) {
        agent.exporter(address);
    }

    @Override
    public void writeTo(JsonObject document) {
        byte[] in = datagram.buffer();
        packet.buffer(in);
        agent.writeTo(document);
        if (SampledPacket.direction(sample) < 0) {
            document.numberIfKnown(SOURCE_TYPE, sample.sourceIdType());
            document.numberIfKnown(SOURCE_INDEX, sample.sourceIdIndex());
        }
        document.numberIfKnown(SAMPLE_POOL, sample.samplePool());
        if (sample.drops() > 0) {
            document.number(SAMPLE_DROPS, sample.drops());
        }
        writeInterface(
                document, sample.inputFormat(), sample.inputValue(), INPUT_INTERNAL, INPUT_COUNT, INPUT_DISCARDED);
        writeInterface(
                document, sample.outputFormat(), sample.outputValue(), OUTPUT_INTERNAL, OUTPUT_COUNT, OUTPUT_DISCARDED);
        packet.writeTo(document);
    }

    private static void writeInterface(
            JsonObject document, long format, long value, byte[] internal, byte[] count, byte[] discarded) {
        if (format == SflowInterface.SINGLE && value == SflowInterface.INTERNAL) {
            document.number(internal, 1);
        } else if (format == SflowInterface.MULTIPLE) {
            document.number(count, value);
        } else if (format == SflowInterface.DISCARDED) {
            document.number(discarded, value);
        }
    }
}
