package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each thing that strangers can make us keep has a bound, a counter at it, and costs those who were there first nothing. */
class MemoryBoundTest {
    private static final TemplateField PROTOCOL = TemplateField.field(4, 1);
    private static final int SESSIONS = 50;

    private final DecodeRun run = new DecodeRun(
            FlowsLayout.FLOWS,
            true,
            new DecoderSettings(
                    new Limits(20, 64, 2000, 65_535),
                    SESSIONS,
                    Duration.ofHours(24),
                    Duration.ofHours(1),
                    100,
                    1 << 20));

    private static byte[] data(long sequence) {
        return Netflow9Encoder.message()
                .sequenceNumber(sequence)
                .set(300, OctetWriter.octets().u8(6))
                .encode();
    }

    private static byte[] template() {
        return Netflow9Encoder.message().template(300, PROTOCOL).encode();
    }

    private static String stranger(int number) {
        return "10.1." + number / 256 + "." + number % 256;
    }

    @Test
    void aFloodOfExportersIsRefusedAndThoseWhoWereThereLoseNothing() {
        run.send(0, template());
        for (int i = 0; i < 300; i++) {
            run.send(stranger(i), 1 + i, template());
            assertThat(run.send(1 + i, data(1 + i))).hasSize(1);
        }
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS))
                .isEqualTo(300 - (SESSIONS - 1));
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isZero();
    }

    @Test
    void whoIsSilentForAnHourMakesRoomWhenThereIsNone() {
        for (int i = 0; i < SESSIONS; i++) {
            run.send(stranger(i), i, template());
        }
        run.send(stranger(0), 30 * 60_000, template());
        run.send("192.0.2.99", 59 * 60_000, template());
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS))
                .isEqualTo(1);
        run.send("192.0.2.99", 61 * 60_000, template());
        assertThat(run.send("192.0.2.99", 61 * 60_000, data(1))).hasSize(1);
        assertThat(run.send(stranger(0), 61 * 60_000, data(1))).hasSize(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS))
                .isEqualTo(1);
    }

    @Test
    void theLatestExportersAreThereAfterARestartThatHasNotRoomForAll() {
        for (int i = 0; i < SESSIONS; i++) {
            run.send(stranger(i), i, template());
        }
        run.send("192.0.2.99", 61 * 60_000, template());
        run.restart();
        assertThat(run.send("192.0.2.99", 61 * 60_000 + 1, data(1))).hasSize(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED)).isZero();
    }

    @Test
    void theDomainsOfAllExportersAreBounded() {
        for (int i = 0; i < 300; i++) {
            run.send(i, IpfixEncoder.message().observationDomain(i).encode());
        }
        // Two for each session.
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS))
                .isEqualTo(300 - 2 * SESSIONS);
    }

    @Test
    void theDomainsOfOneExporterAreBounded() {
        DecodeRun large = new DecodeRun();
        byte[][] messages = new byte[ExporterSession.STREAMS + 6][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = IpfixEncoder.message().observationDomain(i).encode();
        }
        var datagrams = java.util.Arrays.stream(messages)
                .map(message -> large.journal().append(0, message))
                .toList();
        large.decode(datagrams);
        assertThat(large.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS))
                .isEqualTo(6);
    }

    @Test
    void theTemplatesOfOneExporterAreBoundedAndThoseThatAreThereStay() {
        for (int i = 0; i < 30; i++) {
            run.send(i, IpfixEncoder.message().template(300 + i, PROTOCOL).encode());
        }
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.TOO_MANY_TEMPLATES))
                .isEqualTo(10);
        assertThat(run.send(
                        40,
                        IpfixEncoder.message()
                                .set(319, OctetWriter.octets().u8(6))
                                .encode()))
                .hasSize(1);
        assertThat(run.keeper().state().templates()).hasSize(20);
    }

    @Test
    void theFieldsOfAllTemplatesAreBoundedAndComeBackWhenTemplatesEnd() {
        // 100 a session: 5000 fields; each exporter defines 20 templates of 20 fields.
        TemplateField[] fields = new TemplateField[20];
        java.util.Arrays.fill(fields, PROTOCOL);
        for (int exporter = 0; exporter < 15; exporter++) {
            for (int i = 0; i < 20; i++) {
                run.send(
                        stranger(exporter),
                        i,
                        IpfixEncoder.message().template(300 + i, fields).encode());
            }
        }
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.TOO_MANY_TEMPLATES))
                .isEqualTo(15 * 20 - 5000 / 20);
        // A day later the first exporter's have ended.
        run.send(
                stranger(0),
                25 * 3_600_000,
                IpfixEncoder.message().template(300, fields).encode());
        run.send(
                stranger(14),
                25 * 3_600_000,
                IpfixEncoder.message().template(330, fields).encode());
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.TOO_MANY_TEMPLATES))
                .isEqualTo(15 * 20 - 5000 / 20);
    }

    @Test
    void whatOptionsSayIsBounded() {
        run.send(
                0,
                IpfixEncoder.message()
                        .optionsTemplate(400, 1, TemplateField.field(10, 4), TemplateField.field(82, 8))
                        .encode());
        for (int message = 0; message < 12; message++) {
            OctetWriter records = OctetWriter.octets();
            for (int i = 0; i < 1000; i++) {
                records.u32(1000 * message + i).string("if" + i, 8);
            }
            run.send(1 + message, IpfixEncoder.message().set(400, records).encode());
        }
        assertThat(run.ledger(LedgerCounter.OPTIONS_REFUSED)).isEqualTo(2000);
        assertThat(run.keeper().state().options()).hasSize(10_000);
        assertThat(run.ledger(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(12_000);
    }

    @Test
    void theRowsOfOneMessageAreBoundedAndTheMessageAfterItIsWhole() {
        // One octet a record: each becomes a row of more than a hundred octets.
        byte[] rich = IpfixEncoder.message()
                .template(300, TemplateField.field(5951, 269, 1))
                .set(300, OctetWriter.octets().zeros(65_000))
                .encode();
        int rows = run.send(0, rich).size();
        assertThat(rows).isBetween(20_000, 64_999);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.MESSAGE_TOO_RICH))
                .isEqualTo(65_000 - rows);
        assertThat(run.send(
                        1,
                        IpfixEncoder.message()
                                .set(300, OctetWriter.octets().u8(6))
                                .encode()))
                .hasSize(1);
    }

    @Test
    void theRowsOfOneMessageAreBoundedWhenRecordsDifferInLength() {
        byte[] rich = IpfixEncoder.message()
                .template(300, TemplateField.variable(5951, 269))
                .set(300, OctetWriter.octets().zeros(65_000))
                .encode();
        int rows = run.send(0, rich).size();
        assertThat(rows).isBetween(20_000, 64_999);
        assertThat(run.ledger(LedgerCounter.RECORDS_SKIPPED, DecodeFault.MESSAGE_TOO_RICH))
                .isEqualTo(65_000 - rows);
    }

    @Test
    void theListsOfOneMessageAreBounded() {
        // Fields of one octet, each of which becomes a member with a name.
        TemplateField[] fields = new TemplateField[60];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = TemplateField.field(4_000_000L, 30_000 + i, 1);
        }
        OctetWriter record = OctetWriter.octets().u8(3).u16(301).zeros(60);
        OctetWriter list = OctetWriter.octets().u8(3).u16(292).u16(65_535);
        for (int i = 0; i < 1000; i++) {
            list.variable(record.toByteArray());
        }
        IpfixEncoder message =
                IpfixEncoder.message().template(301, fields).template(300, PROTOCOL, TemplateField.variable(291));
        message.set(300, OctetWriter.octets().u8(6).variableLong(list.toByteArray()));
        var rows = run.send(0, message.encode());
        assertThat(rows).hasSize(1);
        assertThat(String.valueOf(rows.get(0).get("extra")).length()).isBetween(1 << 20, 7 << 20);
    }

    @Test
    void manyShapesOfRowsCountInWhatABatchHolds() {
        var batch = new io.flowledger.flow.batch.Batch();
        batch.begin(0);
        for (int exporter = 0; exporter < 40; exporter++) {
            IpfixEncoder message = IpfixEncoder.message();
            for (int i = 0; i < 10; i++) {
                int shape = 10 * exporter + i;
                TemplateField[] fields = java.util.stream.IntStream.range(0, 9)
                        .filter(bit -> (shape >> bit & 1) != 0)
                        .mapToObj(bit -> TemplateField.field(new int[] {1, 2, 4, 5, 6, 7, 9, 10, 11}[bit], 1))
                        .toArray(TemplateField[]::new);
                if (fields.length > 0) {
                    message.template(300 + i, fields)
                            .set(300 + i, OctetWriter.octets().zeros(fields.length));
                }
            }
            run.current().decode(run.journal().append(stranger(exporter), exporter, message.encode()), batch);
        }
        assertThat(batch.rows()).hasSize(399);
        assertThat(batch.octets()).isGreaterThan(399L * 4096);
    }
}
