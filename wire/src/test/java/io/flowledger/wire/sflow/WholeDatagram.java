package io.flowledger.wire.sflow;

import io.flowledger.wire.fault.DecodeFault;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads all of a datagram as the program does, and counts; for tests. */
public final class WholeDatagram {
    public final SflowDatagram datagram = new SflowDatagram();
    public final FlowSample flowSample = new FlowSample();
    public final CounterSample counterSample = new CounterSample();
    public final DiscardedPacketSample discardedSample = new DiscardedPacketSample();
    public final SampledFlow flow = new SampledFlow();
    public final Set<DecodeFault> faults = EnumSet.noneOf(DecodeFault.class);
    public int flowSamples;
    public int counterSamples;
    public int discardedSamples;
    public int otherSamples;
    public long records;
    public long counters;
    public long frameOctets;
    public long scaledFrameOctets;
    public long scaledPackets;

    /** Told of each flow sample and discarded packet sample once its records are read. */
    public interface SampleHandler {
        void flow(WholeDatagram reader);

        void discarded(WholeDatagram reader);
    }

    public void read(byte[] b, int offset, int length, @Nullable SampleHandler handler) {
        note(datagram.wrap(b, offset, length));
        while (datagram.nextSample()) {
            if (datagram.isFlowSample()) {
                readFlow(handler);
            } else if (datagram.isCounterSample()) {
                counterSamples++;
                note(counterSample.wrap(datagram));
                readCounters(counterSample.records());
            } else if (datagram.isDiscardedPacketSample()) {
                discardedSamples++;
                note(discardedSample.wrap(datagram));
                note(flow.read(discardedSample.records()));
                records += flow.recordCount();
                if (handler != null) {
                    handler.discarded(this);
                }
            } else {
                otherSamples++;
            }
        }
        note(datagram.fault());
    }

    private void readFlow(@Nullable SampleHandler handler) {
        flowSamples++;
        note(flowSample.wrap(datagram));
        note(flow.read(flowSample.records()));
        records += flow.recordCount();
        long octets = flow.hasHeader() ? flow.header().frameLength() : 0;
        frameOctets += octets;
        scaledFrameOctets += octets * flowSample.samplingRate();
        scaledPackets += flowSample.samplingRate();
        if (handler != null) {
            handler.flow(this);
        }
    }

    private void readCounters(SflowRecords counterRecords) {
        while (counterRecords.next()) {
            records++;
            CounterStructure structure = CounterStructure.find(counterRecords.dataFormat());
            int fields = structure == null ? 0 : structure.fieldsWithin(counterRecords.length());
            for (int i = 0; structure != null && i < fields; i++) {
                counters += structure.value(counterRecords.buffer(), counterRecords.offset(), i) & 1;
            }
        }
        note(counterRecords.fault());
    }

    private void note(@Nullable DecodeFault fault) {
        if (fault != null) {
            faults.add(fault);
        }
    }
}
