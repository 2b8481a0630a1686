package io.flowledger.wire.netflow5;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.fault.DecodeFault;
import org.junit.jupiter.api.Test;

final class Netflow5MessageTest {
    private static final Netflow5RecordEncoder FLOW = Netflow5RecordEncoder.flow()
            .addresses("192.0.2.1", "198.51.100.2", "203.0.113.3")
            .interfaces(1, 65535)
            .counts(10, 0xFFFFFFFFL)
            .uptimes(1000, 2000)
            .ports(443, 51000)
            .protocol(6, 0x1B, 0xB8)
            .as(64500, 64501)
            .masks(24, 32);

    private final Netflow5Message message = new Netflow5Message();

    @Test
    void theHeaderIsReadInFull() {
        byte[] b = Netflow5Encoder.datagram()
                .sysUptimeMillis(0xFFFFFFF0L)
                .unixTime(1_700_000_000L, 999_999_999L)
                .flowSequence(0x80000000L)
                .engine(1, 254)
                .sampling(2, 1000)
                .record(FLOW)
                .encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isNull();
        assertThat(message.sysUptimeMillis()).isEqualTo(4294967280L);
        assertThat(message.unixSeconds()).isEqualTo(1_700_000_000L);
        assertThat(message.unixNanos()).isEqualTo(999_999_999L);
        assertThat(message.flowSequence()).isEqualTo(2147483648L);
        assertThat(message.engineType()).isEqualTo(1);
        assertThat(message.engineId()).isEqualTo(254);
        assertThat(message.samplingMode()).isEqualTo(2);
        assertThat(message.samplingInterval()).isEqualTo(1000);
        assertThat(message.recordCount()).isEqualTo(1);
    }

    @Test
    void eachFieldLiesWhereCiscoPutsIt() {
        byte[] b = Netflow5Encoder.datagram()
                .record(Netflow5RecordEncoder.flow())
                .record(FLOW)
                .encode();
        message.wrap(b, 0, b.length);
        assertThat(message.recordCount()).isEqualTo(2);
        int at = message.recordOffset(1);
        assertThat(at).isEqualTo(24 + 48);
        assertThat(Octets.u32(b, at + Netflow5Record.SOURCE_ADDRESS)).isEqualTo(0xC0000201L);
        assertThat(Octets.u32(b, at + Netflow5Record.DESTINATION_ADDRESS)).isEqualTo(0xC6336402L);
        assertThat(Octets.u32(b, at + Netflow5Record.NEXT_HOP)).isEqualTo(0xCB007103L);
        assertThat(Octets.u16(b, at + Netflow5Record.INPUT_INTERFACE)).isEqualTo(1);
        assertThat(Octets.u16(b, at + Netflow5Record.OUTPUT_INTERFACE)).isEqualTo(65535);
        assertThat(Octets.u32(b, at + Netflow5Record.PACKETS)).isEqualTo(10);
        assertThat(Octets.u32(b, at + Netflow5Record.OCTETS)).isEqualTo(4294967295L);
        assertThat(Octets.u32(b, at + Netflow5Record.FIRST)).isEqualTo(1000);
        assertThat(Octets.u32(b, at + Netflow5Record.LAST)).isEqualTo(2000);
        assertThat(Octets.u16(b, at + Netflow5Record.SOURCE_PORT)).isEqualTo(443);
        assertThat(Octets.u16(b, at + Netflow5Record.DESTINATION_PORT)).isEqualTo(51000);
        assertThat(Octets.u8(b, at + Netflow5Record.TCP_FLAGS)).isEqualTo(0x1B);
        assertThat(Octets.u8(b, at + Netflow5Record.PROTOCOL)).isEqualTo(6);
        assertThat(Octets.u8(b, at + Netflow5Record.TOS)).isEqualTo(0xB8);
        assertThat(Octets.u16(b, at + Netflow5Record.SOURCE_AS)).isEqualTo(64500);
        assertThat(Octets.u16(b, at + Netflow5Record.DESTINATION_AS)).isEqualTo(64501);
        assertThat(Octets.u8(b, at + Netflow5Record.SOURCE_MASK)).isEqualTo(24);
        assertThat(Octets.u8(b, at + Netflow5Record.DESTINATION_MASK)).isEqualTo(32);
    }

    @Test
    void aCountPastTheDatagramLeavesTheWholeRecords() {
        byte[] b = Netflow5Encoder.datagram()
                .count(65535)
                .record(FLOW)
                .raw(OctetWriter.octets().zeros(47))
                .encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.recordCount()).isEqualTo(1);
        assertThat(message.headerCount()).isEqualTo(65535);
        assertThat(message.fault()).isEqualTo(DecodeFault.COUNT_PAST_DATAGRAM);
    }

    @Test
    void recordsThatTheCountDoesNotCountAreNotRead() {
        byte[] b = Netflow5Encoder.datagram().count(1).record(FLOW).record(FLOW).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.recordCount()).isEqualTo(1);
        assertThat(message.fault()).isEqualTo(DecodeFault.OCTETS_AFTER_MESSAGE);
    }

    @Test
    void aHeaderThatIsCutIsNoDatagram() {
        byte[] b = Netflow5Encoder.datagram().record(FLOW).encode();
        assertThat(message.wrap(b, 0, 23)).isEqualTo(DecodeFault.HEADER_CUT);
        assertThat(message.recordCount()).isZero();
        assertThat(message.wrap(b, 0, 0)).isEqualTo(DecodeFault.EMPTY_DATAGRAM);
    }
}
