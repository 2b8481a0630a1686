package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.Netflow5Encoder;
import io.flowledger.wire.encode.Netflow5RecordEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.fault.DecodeFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NetFlow versions 1, 5 and 7. */
class FixedFormatTest {
    private final DecodeRun run = new DecodeRun();

    private static OctetWriter header(int version, int count) {
        return OctetWriter.octets()
                .u16(version)
                .u16(count)
                .u32(60_000)
                .u32(1_700_000_000L)
                .u32(0);
    }

    /** The first 36 octets, which all three versions have alike. */
    private static OctetWriter common(OctetWriter into) {
        return into.address("10.0.0.1")
                .address("10.0.0.2")
                .address("10.0.0.254")
                .u16(3)
                .u16(4)
                .u32(5)
                .u32(6000)
                .u32(50_000)
                .u32(59_000)
                .u16(1234)
                .u16(80);
    }

    private static void assertCommon(Map<String, Object> row, long version) {
        assertThat(row)
                .containsEntry("export_version", version)
                .containsEntry("observation_domain", 0L)
                .containsEntry("src_addr", "10.0.0.1")
                .containsEntry("dst_addr", "10.0.0.2")
                .containsEntry("next_hop", "10.0.0.254")
                .containsEntry("in_if", 3L)
                .containsEntry("out_if", 4L)
                .containsEntry("packets", 5L)
                .containsEntry("octets", 6000L)
                .containsEntry("flow_start", Instant.parse("2023-11-14T22:13:10Z"))
                .containsEntry("flow_end", Instant.parse("2023-11-14T22:13:19Z"))
                .containsEntry("src_port", 1234L)
                .containsEntry("dst_port", 80L)
                .containsEntry("protocol", 6L)
                .containsEntry("tos", 0xB8L)
                .containsEntry("tcp_flags", 0x1BL)
                .doesNotContainKey("sampling_rate")
                .doesNotContainKey("extra");
    }

    @Test
    void aNetflow1RecordIsAsItsTableSays() {
        OctetWriter datagram =
                common(header(1, 1)).u16(0).u8(6).u8(0xB8).u8(0x1B).zeros(7);
        List<Map<String, Object>> rows = run.send(0, datagram.toByteArray());
        assertThat(rows).hasSize(1);
        assertCommon(rows.get(0), 1);
    }

    @Test
    void aNetflow1RecordOf52OctetsHasTheSameFields() {
        OctetWriter datagram = header(1, 2);
        for (int i = 0; i < 2; i++) {
            common(datagram).u16(0).u8(6).u8(0xB8).u8(0x1B).zeros(11);
        }
        List<Map<String, Object>> rows = run.send(0, datagram.toByteArray());
        assertThat(rows).hasSize(2);
        rows.forEach(row -> assertCommon(row, 1));
    }

    @Test
    void aNetflow7RecordIsAsItsTableSays() {
        OctetWriter datagram = common(header(7, 1).u32(77).u32(0))
                .u8(0)
                .u8(0x1B)
                .u8(6)
                .u8(0xB8)
                .u16(64_500)
                .u16(64_501)
                .u8(24)
                .u8(16)
                .u16(0)
                .address("192.0.2.200");
        List<Map<String, Object>> rows = run.send(0, datagram.toByteArray());
        assertThat(rows).hasSize(1);
        assertCommon(rows.get(0), 7);
        assertThat(rows.get(0))
                .containsEntry("src_as", 64_500L)
                .containsEntry("dst_as", 64_501L)
                .containsEntry("src_mask", 24L)
                .containsEntry("dst_mask", 16L);
    }

    /** An exporter whose clock was not set: 1970-01-01 00:00:10, up for a minute. */
    @Test
    void aBootBeforeTheEpochGivesTimesBeforeIt() {
        byte[] datagram = Netflow5Encoder.datagram()
                .sysUptimeMillis(60_000)
                .unixTime(10, 0)
                .record(Netflow5RecordEncoder.flow().uptimes(1000, 59_500))
                .encode();
        assertThat(run.send(0, datagram).get(0))
                .containsEntry("flow_start", Instant.parse("1969-12-31T23:59:11Z"))
                .containsEntry("flow_end", Instant.parse("1970-01-01T00:00:09.500Z"));
    }

    @Test
    void netflow7NumbersItsRecords() {
        OctetWriter first = header(7, 1).u32(100).u32(0).zeros(52);
        OctetWriter second = header(7, 1).u32(104).u32(0).zeros(52);
        run.send(0, first.toByteArray());
        run.send(1, second.toByteArray());
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isEqualTo(3);
    }

    @Test
    void aCountThatSaysMoreThanThereIsGivesTheRecordsThatAreThere() {
        byte[] datagram = Netflow5Encoder.datagram()
                .count(3)
                .record(Netflow5RecordEncoder.flow().counts(1, 2))
                .encode();
        assertThat(run.send(0, datagram)).hasSize(1);
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.COUNT_PAST_DATAGRAM))
                .isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_STORED)).isEqualTo(1);
    }

    @Test
    void nanosecondsOfASecondOrMoreAreLeftOut() {
        byte[] datagram = Netflow5Encoder.datagram()
                .sysUptimeMillis(1000)
                .unixTime(1_700_000_000L, 4_000_000_000L)
                .record(Netflow5RecordEncoder.flow().uptimes(1000, 1000))
                .encode();
        assertThat(run.send(0, datagram).get(0)).containsEntry("flow_end", Instant.parse("2023-11-14T22:13:20Z"));
    }

    @Test
    void whatIsNoExportIsRefusedByItsName() {
        run.send(0, new byte[0]);
        run.send(1, new byte[] {5});
        run.send(2, OctetWriter.octets().u16(8).zeros(40).toByteArray());
        run.send(3, OctetWriter.octets().u32(4).zeros(40).toByteArray());
        run.send(4, OctetWriter.octets().u16(4242).zeros(40).toByteArray());
        run.send(5, OctetWriter.octets().u16(9).zeros(4).toByteArray());
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.EMPTY_DATAGRAM))
                .isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.UNSUPPORTED_VERSION))
                .isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.UNKNOWN_VERSION))
                .isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.HEADER_CUT))
                .isEqualTo(2);
    }
}
