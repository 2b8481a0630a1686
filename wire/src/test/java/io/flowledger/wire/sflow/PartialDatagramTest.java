package io.flowledger.wire.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.FlowSampleEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.SflowEncoder;
import io.flowledger.wire.fault.DecodeFault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PartialDatagramTest {
    private static final int DATAGRAM_HEADER_LENGTH = 28;

    private final SflowDatagram datagram = new SflowDatagram();
    private final FlowSample sample = new FlowSample();
    private final SampledFlow flow = new SampledFlow();

    private static FlowSampleEncoder sampleOf(long frameLength) {
        return FlowSampleEncoder.compact().record(1, SflowEncoder.header(1, frameLength, 4, new byte[14]));
    }

    private void wrap(byte[] octets) {
        assertThat(datagram.wrap(octets, 0, octets.length)).isNull();
    }

    private void readFirst(byte[] octets) {
        wrap(octets);
        assertThat(datagram.nextSample()).isTrue();
        assertThat(sample.wrap(datagram)).isNull();
        flow.read(sample.records());
    }

    @Test
    void aDatagramCutInItsHeaderIsRefused() {
        byte[] octets = SflowEncoder.datagram().agent("2001:db8::1").encode();
        assertThat(datagram.wrap(octets, 0, 0)).isEqualTo(DecodeFault.EMPTY_DATAGRAM);
        for (int length = 1; length < octets.length; length++) {
            assertThat(datagram.wrap(octets, 0, length)).as("%d octets", length).isEqualTo(DecodeFault.HEADER_CUT);
            assertThat(datagram.nextSample()).isFalse();
        }
        wrap(octets);
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isNull();
    }

    @Test
    void otherVersionsAreRefusedByName() {
        byte[] octets = SflowEncoder.datagram().encode();
        octets[3] = 4;
        assertThat(datagram.wrap(octets, 0, octets.length)).isEqualTo(DecodeFault.UNSUPPORTED_VERSION);
        octets[3] = 2;
        assertThat(datagram.wrap(octets, 0, octets.length)).isEqualTo(DecodeFault.UNSUPPORTED_VERSION);
        octets[3] = 6;
        assertThat(datagram.wrap(octets, 0, octets.length)).isEqualTo(DecodeFault.UNKNOWN_VERSION);
    }

    @Test
    void anAgentMayNotKnowItsAddressButMayNotInventAType() {
        wrap(SflowEncoder.datagram().agent("").sequenceNumber(99).encode());
        assertThat(datagram.agentAddressLength()).isZero();
        assertThat(datagram.sequenceNumber()).isEqualTo(99);
        byte[] octets = SflowEncoder.datagram().encode();
        octets[7] = 3;
        assertThat(datagram.wrap(octets, 0, octets.length)).isEqualTo(DecodeFault.SFLOW_AGENT_ADDRESS_TYPE);
    }

    @Test
    void samplesThatAreThereAreReadThoughMoreAreAnnounced() {
        wrap(SflowEncoder.datagram()
                .sample(sampleOf(1))
                .sample(sampleOf(2))
                .sampleCount(0xffff_ffffL)
                .encode());
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.fault()).isNull();
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isEqualTo(DecodeFault.SFLOW_SAMPLE_COUNT_PAST_DATAGRAM);
    }

    @Test
    void octetsBehindTheLastAnnouncedSampleAreLeftAlone() {
        wrap(SflowEncoder.datagram()
                .sample(sampleOf(1))
                .sample(sampleOf(2))
                .sampleCount(1)
                .encode());
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isNull();
        assertThat(datagram.trailingOctets()).isEqualTo(8 + 32 + 8 + 32);
    }

    @Test
    void aSamplePastTheDatagramGivesItsWholeRecords() {
        byte[] body = sampleOf(1000)
                .record(1001, SflowEncoder.extendedSwitch(1, 2, 3, 4))
                .encode();
        byte[] octets = SflowEncoder.datagram()
                .sample(0, 1, body, 0xffff_fff0L)
                .sampleCount(2)
                .encode();
        readFirst(octets);
        assertThat(datagram.fault()).isEqualTo(DecodeFault.SFLOW_SAMPLE_PAST_DATAGRAM);
        assertThat(flow.frameLength()).isEqualTo(1000);
        assertThat(flow.hasSwitch()).isTrue();
        assertThat(datagram.nextSample()).isFalse();
    }

    @Test
    void anUnknownSampleIsSteppedOver() {
        wrap(SflowEncoder.datagram()
                .sample(1991, 1, new byte[12])
                .sample(0, 77, new byte[0])
                .sample(sampleOf(5))
                .encode());
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.sampleEnterprise()).isEqualTo(1991);
        assertThat(datagram.isFlowSample() || datagram.isCounterSample()).isFalse();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.sampleLength()).isZero();
        assertThat(datagram.nextSample()).isTrue();
        assertThat(datagram.isFlowSample()).isTrue();
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isNull();
    }

    @Test
    void aSampleTooShortForItsOwnMembersIsCut() {
        byte[] whole = FlowSampleEncoder.expanded()
                .sequence(1)
                .source(0, 2)
                .sampling(3, 4, 5)
                .encode();
        byte[] octets = SflowEncoder.datagram()
                .sample(0, 3, OctetWriter.octets().raw(whole).toByteArray(), 20)
                .encode();
        wrap(octets);
        assertThat(datagram.nextSample()).isTrue();
        assertThat(sample.wrap(datagram)).isEqualTo(DecodeFault.SFLOW_SAMPLE_CUT);
        assertThat(sample.samplingRate()).isEqualTo(3);
        assertThat(sample.samplePool()).isEqualTo(4);
        assertThat(sample.drops()).isEqualTo(-1);
        assertThat(sample.inputIfIndex()).isEqualTo(-1);
        assertThat(flow.read(sample.records())).isNull();
        assertThat(flow.recordCount()).isZero();
    }

    @Test
    void recordsThatAreThereAreReadThoughMoreAreAnnounced() {
        readFirst(SflowEncoder.datagram()
                .sample(sampleOf(1000).recordCount(0xffff_ffffL))
                .encode());
        assertThat(flow.fault()).isEqualTo(DecodeFault.SFLOW_RECORD_COUNT_PAST_SAMPLE);
        assertThat(flow.recordCount()).isEqualTo(1);
        assertThat(flow.frameLength()).isEqualTo(1000);
    }

    @Test
    void aRecordPastItsSampleGivesWhatIsThereAndNotTheNextSample() {
        byte[] router = SflowEncoder.router("192.0.2.33", 24, 16);
        byte[] cutRouter = OctetWriter.octets().raw(router).toByteArray();
        byte[] body = FlowSampleEncoder.compact()
                .record(0, 1002, Arrays.copyOf(cutRouter, 12), 16)
                .encode();
        readFirst(SflowEncoder.datagram().sample(0, 1, body).sample(sampleOf(1)).encode());
        assertThat(flow.fault()).isEqualTo(DecodeFault.SFLOW_RECORD_PAST_SAMPLE);
        assertThat(flow.hasRouter()).isTrue();
        assertThat(flow.router().nextHopLength()).isEqualTo(4);
        assertThat(flow.router().sourcePrefixLength()).isEqualTo(24);
        assertThat(flow.router().destinationPrefixLength()).isEqualTo(-1);
        assertThat(datagram.nextSample()).isTrue();
    }

    @Test
    void aHeaderThatClaimsMoreThanItsRecordIsDissectedAsFarAsItIsThere() {
        byte[] record = OctetWriter.octets()
                .u32(1)
                .u32(1500)
                .u32(4)
                .u32(0xffff_ffffL)
                .hex("020000000001 020000000002 0806")
                .toByteArray();
        readFirst(SflowEncoder.datagram()
                .sample(FlowSampleEncoder.compact().record(1, record))
                .encode());
        assertThat(flow.fault()).isEqualTo(DecodeFault.SFLOW_RECORD_CUT);
        assertThat(flow.frameLength()).isEqualTo(1500);
        assertThat(flow.header().headerLength()).isEqualTo(14);
        assertThat(flow.dissected().etherType()).isEqualTo(0x0806);
    }

    @Test
    void aRecordWithoutItsFirstMemberIsNotThere() {
        readFirst(SflowEncoder.datagram()
                .sample(FlowSampleEncoder.compact()
                        .record(1002, SflowEncoder.numbers(2, 0, 0))
                        .record(1001, new byte[0])
                        .record(1, new byte[8])
                        .record(1003, SflowEncoder.numbers(7, 1, 2, 3)))
                .encode());
        assertThat(flow.fault()).isEqualTo(DecodeFault.SFLOW_RECORD_CUT);
        assertThat(flow.recordCount()).isEqualTo(4);
        assertThat(flow.hasRouter() || flow.hasSwitch() || flow.hasHeader() || flow.hasGateway())
                .isFalse();
    }

    @Test
    void aPathOfImpossibleLengthLeavesTheDestinationUnknown() {
        readFirst(SflowEncoder.datagram()
                .sample(FlowSampleEncoder.compact()
                        .record(
                                1003,
                                SflowEncoder.numbers(
                                        1, 0xc0000201L, 64500, 64501, 64502, 0xffff_ffffL, 2, 1, 64503, 2, 9, 64504)))
                .encode());
        assertThat(flow.fault()).isEqualTo(DecodeFault.SFLOW_RECORD_CUT);
        assertThat(flow.hasGateway()).isTrue();
        assertThat(flow.gateway().sourceAs()).isEqualTo(64501);
        assertThat(flow.gateway().destinationPeerAs()).isEqualTo(64503);
        assertThat(flow.gateway().destinationAs()).isEqualTo(-1);
        assertThat(flow.gateway().communityCount()).isZero();
        assertThat(flow.gateway().localPreference()).isEqualTo(-1);
    }

    @Test
    void aPathAboveTheLimitKeepsItsDestination() {
        long[] path = new long[ExtendedGateway.PATH_LIMIT + 10];
        for (int i = 0; i < path.length; i++) {
            path[i] = 1000L + i;
        }
        readFirst(SflowEncoder.datagram()
                .sample(FlowSampleEncoder.compact()
                        .record(1003, SflowEncoder.gateway("", 1, 2, 3, new long[][] {path}, new long[0], 0)))
                .encode());
        assertThat(flow.gateway().pathCount()).isEqualTo(256);
        assertThat(flow.gateway().pathAs(255)).isEqualTo(1255);
        assertThat(flow.gateway().destinationAs()).isEqualTo(1265);
    }

    @Test
    void theSliceAndNotTheArrayIsTheBound() {
        byte[] octets = SflowEncoder.datagram().sample(sampleOf(7)).encode();
        byte[] within = OctetWriter.octets().zeros(3).raw(octets).raw(octets).toByteArray();
        assertThat(datagram.wrap(within, 3, DATAGRAM_HEADER_LENGTH + 7)).isNull();
        assertThat(datagram.nextSample()).isFalse();
        assertThat(datagram.fault()).isEqualTo(DecodeFault.SFLOW_SAMPLE_COUNT_PAST_DATAGRAM);
    }
}
