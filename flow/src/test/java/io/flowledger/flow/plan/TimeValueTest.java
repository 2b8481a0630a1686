package io.flowledger.flow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Times of each kind, worked out by hand. */
class TimeValueTest {
    @Test
    void timesOfEachUnitAreTheSameMoment() {
        Instant moment = Instant.parse("2023-11-14T22:13:20Z");
        assertThat(PlannedRecord.flows()
                        .number(150, 4, 1_700_000_000L)
                        .number(151, 4, 0)
                        .row())
                .containsEntry("flow_start", moment)
                .containsEntry("flow_end", Instant.EPOCH);
        assertThat(PlannedRecord.flows().number(152, 8, 1_700_000_000_123L).row())
                .containsEntry("flow_start", moment.plusMillis(123));
        // 1700000000 + 2208988800 = 3908988800 = e8fe6f80 in hexadecimal; a half and 123456 / 1000000 of 2^32.
        assertThat(PlannedRecord.flows().hex(154, "e8fe6f80 80000000").row())
                .containsEntry("flow_start", moment.plusMillis(500));
        assertThat(PlannedRecord.flows().hex(156, "e8fe6f80 1f9acffa").row())
                .containsEntry("flow_start", moment.plusNanos(123_456_000));
        assertThat(PlannedRecord.flows().number(158, 4, 1_500_000).row())
                .containsEntry("flow_start", moment.minusMillis(1500));
        assertThat(PlannedRecord.flows().number(323, 8, 1_700_000_000_001L).row())
                .containsEntry("flow_start", moment.plusMillis(1))
                .containsEntry("flow_end", moment.plusMillis(1));
    }

    /** RFC 7011 section 6.1.9: 123,456 microseconds are 1f9acffa of 2^32; an exporter may leave the low 11 bits zero, or not. */
    @Test
    void theLowBitsOfAMicrosecondFractionChangeNothing() {
        Instant moment = Instant.parse("2023-11-14T22:13:20.123456Z");
        for (String fraction : List.of("1f9ac800", "1f9acffa", "1f9acfff")) {
            assertThat(PlannedRecord.flows().hex(154, "e8fe6f80" + fraction).row())
                    .containsEntry("flow_start", moment);
        }
    }

    /** An exporter whose clock was not set: 1970-01-01 00:00:10, up for a minute. */
    @Test
    void aBootBeforeTheEpochGivesTimesBeforeIt() {
        List<Map<String, Object>> rows = new DecodeRun()
                .send(
                        0,
                        Netflow9Encoder.message()
                                .sysUptimeMillis(60_000)
                                .unixSeconds(10)
                                .template(300, TemplateField.field(22, 4), TemplateField.field(21, 4))
                                .set(300, OctetWriter.octets().u32(1000).u32(59_500))
                                .encode());
        assertThat(rows.get(0))
                .containsEntry("flow_start", Instant.parse("1969-12-31T23:59:11Z"))
                .containsEntry("flow_end", Instant.parse("1970-01-01T00:00:09.500Z"));
    }

    @Test
    void ntpSecondsBeginAnewIn2036() {
        // RFC 4330 section 3: seconds with bit 0 unset count from 2036-02-07 06:28:16 UTC.
        assertThat(PlannedRecord.flows().hex(154, "00000001 00000000").row())
                .containsEntry("flow_start", Instant.parse("2036-02-07T06:28:17Z"));
        assertThat(PlannedRecord.flows().hex(154, "ffffffff ffffffff").row())
                .containsEntry("flow_start", Instant.parse("2036-02-07T06:28:16Z"));
    }

    @Test
    void aTimeBeyondTheYear9999SaturatesAndIsCounted() {
        PlannedRecord planned = PlannedRecord.flows().number(152, 8, -1).number(153, 8, 253_402_300_800_000L);
        assertThat(planned.row())
                .containsEntry("flow_start", Instant.parse("9999-12-31T23:59:59.999999Z"))
                .containsEntry("flow_end", Instant.parse("9999-12-31T23:59:59.999999Z"));
        assertThat(planned.ledger(LedgerCounter.VALUES_SATURATED)).isEqualTo(2);
    }

    @Test
    void uptimesOfIpfixNeedTheTimeAtWhichTheExporterBegan() {
        assertThat(PlannedRecord.flows().number(22, 4, 5000).row())
                .doesNotContainKey("flow_start")
                .containsEntry("extra", "{\"flowStartSysUpTime\":5000}");
        assertThat(PlannedRecord.flows()
                        .number(22, 4, 5000)
                        .number(160, 8, 1_699_999_000_000L)
                        .row())
                .containsEntry("flow_start", Instant.parse("2023-11-14T21:56:45Z"));
    }

    @Test
    void uptimesOfIpfixAreTimesOnceAnOptionSaysWhenTheExporterBegan() {
        DecodeRun run = new DecodeRun();
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, 1, TemplateField.field(149, 4), TemplateField.field(160, 8))
                        .set(400, OctetWriter.octets().u32(0).u64(1_699_999_000_000L))
                        .encode());
        List<Map<String, Object>> rows = run.send(
                1,
                IpfixEncoder.message()
                        .template(300, TemplateField.field(22, 4), TemplateField.field(21, 4))
                        .set(300, OctetWriter.octets().u32(5000).u32(6000))
                        .encode());
        assertThat(rows.get(0))
                .containsEntry("flow_start", Instant.parse("2023-11-14T21:56:45Z"))
                .containsEntry("flow_end", Instant.parse("2023-11-14T21:56:46Z"));
    }

    @Test
    void uptimesOfNetflow9AreRightAcrossTheWrap() {
        // The uptime wrapped 1000 ms before export; the flow began 2000 ms before that.
        List<Map<String, Object>> rows = new DecodeRun()
                .send(
                        0,
                        Netflow9Encoder.message()
                                .sysUptimeMillis(1000)
                                .template(300, TemplateField.field(22, 4), TemplateField.field(21, 4))
                                .set(
                                        300,
                                        OctetWriter.octets()
                                                .u32(0x1_0000_0000L - 2000)
                                                .u32(500))
                                .encode());
        assertThat(rows.get(0))
                .containsEntry("flow_start", Instant.parse("2023-11-14T22:13:17Z"))
                .containsEntry("flow_end", Instant.parse("2023-11-14T22:13:19.500Z"));
    }

    @Test
    void anUptimeALittleAfterTheExportIsALittleLaterAndNot49DaysEarlier() {
        List<Map<String, Object>> rows = new DecodeRun()
                .send(
                        0,
                        Netflow9Encoder.message()
                                .sysUptimeMillis(1000)
                                .template(300, TemplateField.field(22, 4))
                                .set(300, OctetWriter.octets().u32(1010))
                                .encode());
        assertThat(rows.get(0)).containsEntry("flow_start", Instant.parse("2023-11-14T22:13:20.010Z"));
    }
}
