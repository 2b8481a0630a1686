package io.flowledger.wire.netflow1;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.encode.Netflow1Encoder;
import io.flowledger.wire.fault.DecodeFault;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class Netflow1MessageTest {
    private final Netflow1Message message = new Netflow1Message();

    private static Netflow1Encoder twoRecords(int recordLength) {
        return Netflow1Encoder.datagram(recordLength)
                .record("192.0.2.1", "198.51.100.1", 10, 15000, 443, 50000, 6, 0x1b)
                .record("192.0.2.2", "198.51.100.2", 0xffff_ffffL, 0xffff_fffeL, 53, 1024, 17, 0);
    }

    private void assertFields(byte[] b) {
        assertThat(message.recordCount()).isEqualTo(2);
        assertThat(message.sysUptimeMillis()).isEqualTo(3_600_000);
        assertThat(message.unixSeconds()).isEqualTo(1_700_000_000L);
        assertThat(message.unixNanos()).isEqualTo(5);
        int first = message.recordOffset(0);
        assertThat(Octets.u32(b, first + Netflow1Record.SOURCE_ADDRESS)).isEqualTo(0xc0000201L);
        assertThat(Octets.u32(b, first + Netflow1Record.DESTINATION_ADDRESS)).isEqualTo(0xc6336401L);
        assertThat(Octets.u32(b, first + Netflow1Record.NEXT_HOP)).isEqualTo(0xc00002feL);
        assertThat(Octets.u16(b, first + Netflow1Record.INPUT_INTERFACE)).isEqualTo(3);
        assertThat(Octets.u16(b, first + Netflow1Record.OUTPUT_INTERFACE)).isEqualTo(4);
        assertThat(Octets.u32(b, first + Netflow1Record.PACKETS)).isEqualTo(10);
        assertThat(Octets.u32(b, first + Netflow1Record.OCTETS)).isEqualTo(15000);
        assertThat(Octets.u32(b, first + Netflow1Record.FIRST)).isEqualTo(1000);
        assertThat(Octets.u32(b, first + Netflow1Record.LAST)).isEqualTo(2000);
        assertThat(Octets.u16(b, first + Netflow1Record.SOURCE_PORT)).isEqualTo(443);
        assertThat(Octets.u16(b, first + Netflow1Record.DESTINATION_PORT)).isEqualTo(50000);
        assertThat(Octets.u8(b, first + Netflow1Record.PROTOCOL)).isEqualTo(6);
        assertThat(Octets.u8(b, first + Netflow1Record.TOS)).isEqualTo(0x28);
        assertThat(Octets.u8(b, first + Netflow1Record.TCP_FLAGS)).isEqualTo(0x1b);
        int second = message.recordOffset(1);
        assertThat(Octets.u32(b, second + Netflow1Record.PACKETS)).isEqualTo(4294967295L);
        assertThat(Octets.u8(b, second + Netflow1Record.PROTOCOL)).isEqualTo(17);
    }

    @Test
    void recordsHave48Octets() {
        byte[] b = twoRecords(48).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isNull();
        assertFields(b);
    }

    @Test
    void recordsPaddedTo52OctetsAreToldByTheLengthOfTheDatagram() {
        byte[] b = twoRecords(52).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isNull();
        assertFields(b);
    }

    @Test
    void wholeRecordsAreReadThoughMoreAreCounted() {
        byte[] b = twoRecords(48).count(24).zeros(47).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.headerCount()).isEqualTo(24);
        assertThat(message.fault()).isEqualTo(DecodeFault.COUNT_PAST_DATAGRAM);
        assertFields(b);
    }

    @Test
    void octetsBehindTheRecordsAreAFaultThatCostsNothing() {
        byte[] b = twoRecords(48).zeros(4).encode();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isEqualTo(DecodeFault.OCTETS_AFTER_MESSAGE);
        assertFields(b);
    }

    @Test
    void whatHasNoHeaderIsRefused() {
        byte[] b = twoRecords(48).encode();
        assertThat(message.wrap(b, 0, 0)).isEqualTo(DecodeFault.EMPTY_DATAGRAM);
        assertThat(message.wrap(b, 0, 15)).isEqualTo(DecodeFault.HEADER_CUT);
        b[1] = 5;
        assertThat(message.wrap(b, 0, b.length)).isEqualTo(DecodeFault.UNKNOWN_VERSION);
        assertThat(message.recordCount()).isZero();
    }

    @Property
    void noOctetsLeaveTheDatagram(@ForAll @Size(max = 200) byte[] octets) {
        byte[] b = octets.clone();
        if (b.length > 1) {
            b[0] = 0;
            b[1] = 1;
        }
        message.wrap(b, 0, b.length);
        if (message.recordCount() > 0) {
            assertThat(message.recordOffset(message.recordCount() - 1) + Netflow1Message.RECORD_LENGTH)
                    .isLessThanOrEqualTo(b.length);
        }
    }
}
