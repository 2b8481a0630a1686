package io.flowledger.wire.netflow7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowledger.wire.ExportProtocol;
import io.flowledger.wire.corpus.CaptureFile;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.cursor.Octets;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.netflow1.Netflow1Message;
import io.flowledger.wire.netflow1.Netflow1Record;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The captures of NetFlow versions 1 and 7 beside the repository ({@code flowledger.corpus}). */
final class CorpusTest {
    private static byte[] datagram(String file) {
        @Nullable Path corpus = ExpectedSet.directory("flowledger.corpus");
        assumeTrue(corpus != null, "flowledger.corpus is not set");
        return CaptureFile.datagrams(Objects.requireNonNull(corpus).resolve(file))
                .get(0);
    }

    /** softflowd's two flows of ten echo requests and replies. */
    @Test
    void softflowdsVersion1RecordsAreRead() {
        byte[] b = datagram("bitkeks/packet_v1.dat");
        assertThat(ExportProtocol.detect(b, 0, b.length)).isEqualTo(ExportProtocol.NETFLOW_V1);
        Netflow1Message message = new Netflow1Message();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isNull();
        assertThat(message.recordCount()).isEqualTo(2);
        long packets = 0;
        long octets = 0;
        for (int i = 0; i < 2; i++) {
            packets += Octets.u32(b, message.recordOffset(i) + Netflow1Record.PACKETS);
            octets += Octets.u32(b, message.recordOffset(i) + Netflow1Record.OCTETS);
            assertThat(Octets.u8(b, message.recordOffset(i) + Netflow1Record.PROTOCOL))
                    .isEqualTo(1);
        }
        assertThat(packets).isEqualTo(20);
        assertThat(octets).isEqualTo(1680);
        int first = message.recordOffset(0);
        assertThat(Octets.u32(b, first + Netflow1Record.SOURCE_ADDRESS)).isEqualTo(0xac110002L);
        assertThat(Octets.u16(b, first + Netflow1Record.DESTINATION_PORT)).isEqualTo(2048);
        long bootMillis = message.unixSeconds() * 1000 + message.unixNanos() / 1_000_000 - message.sysUptimeMillis();
        assertThat(bootMillis + Octets.u32(b, first + Netflow1Record.FIRST)).isEqualTo(1585496815150L);
        assertThat(bootMillis + Octets.u32(b, first + Netflow1Record.LAST)).isEqualTo(1585496824152L);
    }

    @Test
    void theVersion7RecordIsRead() {
        byte[] b = datagram("netflow_parser/it_parses_v7.1.dat");
        assertThat(ExportProtocol.detect(b, 0, b.length)).isEqualTo(ExportProtocol.NETFLOW_V7);
        Netflow7Message message = new Netflow7Message();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.recordCount()).isEqualTo(1);
        int first = message.recordOffset(0);
        assertThat(Octets.u32(b, first + Netflow7Record.SOURCE_ADDRESS)).isEqualTo(0x00010203L);
        assertThat(Octets.u32(b, first + Netflow7Record.NEXT_HOP)).isEqualTo(0x08090001L);
        assertThat(Octets.u32(b, first + Netflow7Record.PACKETS)).isEqualTo(101124105);
        assertThat(Octets.u32(b, first + Netflow7Record.OCTETS)).isEqualTo(66051);
        assertThat(Octets.u8(b, first + Netflow7Record.TCP_FLAGS)).isEqualTo(7);
        assertThat(Octets.u8(b, first + Netflow7Record.PROTOCOL)).isEqualTo(8);
        assertThat(Octets.u8(b, first + Netflow7Record.TOS)).isEqualTo(9);
        assertThat(Octets.u16(b, first + Netflow7Record.SOURCE_AS)).isEqualTo(1);
        assertThat(Octets.u16(b, first + Netflow7Record.DESTINATION_AS)).isEqualTo(515);
        assertThat(Octets.u8(b, first + Netflow7Record.SOURCE_MASK)).isEqualTo(4);
        assertThat(Octets.u8(b, first + Netflow7Record.DESTINATION_MASK)).isEqualTo(5);
    }

    @Test
    void aHalfRecordIsAFaultAndTheWholeOneIsRead() {
        byte[] b = datagram("malformed/crafted/v7-half-record.dat");
        Netflow7Message message = new Netflow7Message();
        assertThat(message.wrap(b, 0, b.length)).isNull();
        assertThat(message.fault()).isEqualTo(DecodeFault.COUNT_PAST_DATAGRAM);
        assertThat(message.recordCount()).isEqualTo(1);
    }
}
