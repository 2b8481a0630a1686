package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.batch.ParkedSet;
import io.flowledger.flow.batch.RowBuffer;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParkingTest {
    private static final TemplateField PROTOCOL = TemplateField.field(4, 1);
    private static final TemplateField PORT = TemplateField.field(7, 2);
    private static final long HOUR_MILLIS = 3_600_000;

    private final DecodeRun run = new DecodeRun();

    @Test
    void dataBeforeItsTemplateInTheSameMessageGivesItsRows() {
        List<Map<String, Object>> rows = run.send(
                0,
                IpfixEncoder.message()
                        .set(300, protocol(6))
                        .template(300, PROTOCOL)
                        .set(300, protocol(17))
                        .encode());
        assertThat(rows).extracting(row -> row.get("protocol")).containsExactlyInAnyOrder(6L, 17L);
        assertDatagrams(1, 0, 0);
        assertThat(run.keeper().state().parked()).isEmpty();
    }

    @Test
    void dataBeforeItsTemplateLandsWithItsOwnReceiveTimeInTheBufferOfItsHour() {
        run.send(1_000, IpfixEncoder.message().set(300, protocol(6)).encode());
        assertDatagrams(0, 1, 0);
        List<Map<String, Object>> rows = run.send(
                50 * 60_000,
                IpfixEncoder.message()
                        .template(300, PROTOCOL)
                        .set(300, protocol(17))
                        .encode());
        assertThat(rows).hasSize(2);
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("protocol", 6L)
                        .containsEntry("received_at", Instant.parse("2023-11-14T22:13:21Z")));
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("protocol", 17L)
                        .containsEntry("received_at", Instant.parse("2023-11-14T23:03:20Z")));
        assertDatagrams(2, 0, 0);
        assertThat(run.ledger(LedgerCounter.RECORDS_SEEN)).isEqualTo(2);
    }

    @Test
    void rowsOfTwoHoursAreInTwoBuffers() {
        run.send(0, IpfixEncoder.message().set(300, protocol(6)).encode());
        var batch = new io.flowledger.flow.batch.Batch();
        var datagram = run.journal()
                .append(
                        50 * 60_000,
                        IpfixEncoder.message()
                                .template(300, PROTOCOL)
                                .set(300, protocol(17))
                                .encode());
        batch.begin(datagram.position());
        run.current().decode(datagram, batch);
        assertThat(batch.rows())
                .extracting(RowBuffer::hourSeconds)
                .containsExactlyInAnyOrder(1_699_999_200L, 1_700_002_800L);
    }

    @Test
    void parkedSetsSurviveARestart() {
        run.send(0, Netflow9Encoder.message().set(300, protocol(6)).encode());
        run.restart();
        assertThat(run.current().lowestParkedPosition()).isEqualTo(4096);
        assertThat(run.send(
                        1000,
                        Netflow9Encoder.message()
                                .sequenceNumber(1)
                                .template(300, PROTOCOL)
                                .encode()))
                .extracting(row -> row.get("protocol"))
                .containsExactly(6L);
        assertDatagrams(2, 0, 0);
        assertThat(run.current().lowestParkedPosition()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void templatesSurviveARestart() {
        run.send(0, Netflow9Encoder.message().template(300, PROTOCOL).encode());
        run.restart();
        assertThat(run.send(
                        1000,
                        Netflow9Encoder.message()
                                .sequenceNumber(1)
                                .set(300, protocol(6))
                                .encode()))
                .hasSize(1);
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isZero();
    }

    @Test
    void aDatagramOfWhichOneSetWaitsIsParkedUntilTheLastIsDealtWith() {
        run.send(0, IpfixEncoder.message().template(300, PROTOCOL).encode());
        run.send(
                1,
                IpfixEncoder.message()
                        .set(300, protocol(6))
                        .set(301, protocol(7))
                        .set(302, protocol(8))
                        .encode());
        assertDatagrams(1, 1, 0);
        run.restart();
        run.send(2, IpfixEncoder.message().template(301, PROTOCOL).encode());
        assertDatagrams(2, 1, 0);
        run.restart();
        run.send(3, IpfixEncoder.message().template(302, PROTOCOL).encode());
        assertDatagrams(4, 0, 0);
        assertThat(run.ledger(LedgerCounter.ROWS)).isEqualTo(3);
    }

    @Test
    void whatWaitsTooLongExpiresAndItsDatagramIsRefusedWhenNothingOfItWasStored() {
        run.send(0, IpfixEncoder.message().set(300, protocol(6)).encode());
        run.send(
                1,
                IpfixEncoder.message()
                        .template(301, PORT)
                        .set(301, OctetWriter.octets().u16(1))
                        .set(300, protocol(6))
                        .encode());
        run.restart();
        run.send(HOUR_MILLIS, IpfixEncoder.message().template(301, PORT).encode());
        assertThat(run.ledger(LedgerCounter.SETS_EXPIRED)).isZero();
        run.send(HOUR_MILLIS + 2, IpfixEncoder.message().template(301, PORT).encode());
        assertThat(run.ledger(LedgerCounter.SETS_EXPIRED)).isEqualTo(2);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TEMPLATE_NEVER_CAME))
                .isEqualTo(1);
        assertDatagrams(3, 0, 1);
        assertThat(run.keeper().state().parked()).isEmpty();
        assertThat(run.send(
                        HOUR_MILLIS + 3,
                        IpfixEncoder.message().template(300, PROTOCOL).encode()))
                .isEmpty();
    }

    @Test
    void aTemplateThatComesWithTheDatagramThatEndsTheWaitIsInTime() {
        run.send(0, IpfixEncoder.message().set(300, protocol(6)).encode());
        assertThat(run.send(
                        2 * HOUR_MILLIS,
                        IpfixEncoder.message().template(300, PROTOCOL).encode()))
                .hasSize(1);
    }

    @Test
    void theNumberOfSetsThatWaitIsBounded() {
        DecodeRun small = new DecodeRun(FlowsLayout.FLOWS, true, settings(2, 1000));
        small.send(
                0,
                IpfixEncoder.message()
                        .set(300, protocol(6))
                        .set(301, protocol(6))
                        .encode());
        small.send(1, IpfixEncoder.message().set(302, protocol(6)).encode());
        assertThat(small.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.PARK_FULL))
                .isEqualTo(1);
        assertThat(small.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.PARK_FULL))
                .isEqualTo(1);
        assertThat(small.ledger(LedgerCounter.DATAGRAMS_PARKED)).isEqualTo(1);
        small.send(2, IpfixEncoder.message().template(300, PROTOCOL).encode());
        small.send(3, IpfixEncoder.message().set(302, protocol(6)).encode());
        assertThat(small.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(2);
    }

    @Test
    void theOctetsThatWaitAreBounded() {
        DecodeRun small = new DecodeRun(FlowsLayout.FLOWS, true, settings(100, 12));
        small.send(
                0,
                IpfixEncoder.message()
                        .set(300, protocol(6))
                        .set(301, protocol(6))
                        .set(302, protocol(6))
                        .encode());
        assertThat(small.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(2);
        assertThat(small.ledger(LedgerCounter.SETS_SKIPPED, DecodeFault.PARK_FULL))
                .isEqualTo(1);
    }

    @Test
    void aDatagramThatTheJournalNoLongerHasIsCountedAsExpired() {
        run.send(0, IpfixEncoder.message().set(300, protocol(6)).encode());
        run.journal().drop(4096);
        assertThat(run.send(1, IpfixEncoder.message().template(300, PROTOCOL).encode()))
                .isEmpty();
        assertThat(run.ledger(LedgerCounter.SETS_EXPIRED)).isEqualTo(1);
        assertDatagrams(1, 0, 1);
    }

    @Test
    void aRedefinitionHoldsForWhatComesAfterIt() {
        run.send(
                0,
                IpfixEncoder.message()
                        .template(300, PROTOCOL)
                        .set(300, protocol(6))
                        .encode());
        run.send(1, IpfixEncoder.message().set(301, protocol(1)).encode());
        List<Map<String, Object>> rows = run.send(
                2,
                IpfixEncoder.message()
                        .template(300, PORT)
                        .set(300, OctetWriter.octets().u16(443))
                        .encode());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("src_port", 443L).doesNotContainKey("protocol");
        assertThat(run.send(3, IpfixEncoder.message().template(301, PROTOCOL).encode()))
                .hasSize(1);
    }

    @Test
    void aTemplateOfAnotherDomainOrExporterSetsNothingFree() {
        run.send(
                0,
                IpfixEncoder.message()
                        .observationDomain(1)
                        .set(300, protocol(6))
                        .encode());
        run.send(
                1,
                IpfixEncoder.message()
                        .observationDomain(2)
                        .template(300, PROTOCOL)
                        .encode());
        run.send(
                "192.0.2.77",
                2,
                IpfixEncoder.message()
                        .observationDomain(1)
                        .template(300, PROTOCOL)
                        .encode());
        run.send(
                3, Netflow9Encoder.message().sourceId(1).template(300, PROTOCOL).encode());
        assertThat(run.ledger(LedgerCounter.ROWS)).isZero();
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(1);
        assertThat(run.send(
                        4,
                        IpfixEncoder.message()
                                .observationDomain(1)
                                .template(300, PROTOCOL)
                                .encode()))
                .hasSize(1);
    }

    @Test
    void parkedOptionsAreReadWhenTheirTemplateComes() {
        run.send(
                0,
                IpfixEncoder.message()
                        .set(400, OctetWriter.octets().u32(0).u32(50))
                        .encode());
        run.send(
                1,
                IpfixEncoder.message()
                        .template(300, PROTOCOL)
                        .optionsTemplate(400, 1, TemplateField.field(149, 4), TemplateField.field(34, 4))
                        .encode());
        assertThat(run.send(2, IpfixEncoder.message().set(300, protocol(6)).encode())
                        .get(0))
                .containsEntry("sampling_rate", 50L);
        assertThat(run.ledger(LedgerCounter.OPTIONS_RECORDS)).isEqualTo(1);
    }

    @Test
    void aTemplateNotSentAgainInItsLifetimeEndsAndItsDataWaits() {
        run.send(0, IpfixEncoder.message().template(300, PROTOCOL).encode());
        run.send(25 * HOUR_MILLIS, IpfixEncoder.message().set(300, protocol(6)).encode());
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(1);
        assertThat(run.keeper().state().templates()).isEmpty();
    }

    @Test
    void aFloodOfSetsBecomesReadyPieceByPiece() {
        OctetWriter records = OctetWriter.octets().raw(new byte[60_000]);
        for (int i = 0; i < 14; i++) {
            run.send(i, IpfixEncoder.message().set(300, records).encode());
        }
        int first = run.send(100, IpfixEncoder.message().template(300, PROTOCOL).encode())
                .size();
        assertThat(first).isBetween(60_000, 600_000);
        int last = 0;
        for (int i = 0; i < 14 && run.ledger(LedgerCounter.SETS_PARKED) > 0; i++) {
            if (i % 3 == 0) {
                run.restart();
            }
            assertThat(run.current().hasReady()).isTrue();
            last += i % 2 == 0
                    ? run.decodeReady().size()
                    : run.send(
                                    101 + i,
                                    IpfixEncoder.message().template(301, PORT).encode())
                            .size();
        }
        assertThat(first + last).isEqualTo(14 * 60_000);
        assertThat(run.current().hasReady()).isFalse();
    }

    @Test
    void parkedSetsSayWhereTheyLie() {
        run.send(
                0,
                IpfixEncoder.message().template(299, PORT).set(300, protocol(6)).encode());
        ParkedSet set = run.keeper().state().parked().get(0);
        assertThat(set.position()).isEqualTo(4096);
        assertThat(set.setOffset()).isEqualTo(16 + 12);
        assertThat(set.lengthOctets()).isEqualTo(5);
        assertThat(set.templateId()).isEqualTo(300);
        assertThat(set.storedBeside()).isTrue();
    }

    private static DecoderSettings settings(int parkSets, long parkOctets) {
        return new DecoderSettings(
                Limits.standard(), 10, Duration.ofHours(24), Duration.ofHours(1), parkSets, parkOctets);
    }

    private static OctetWriter protocol(int number) {
        return OctetWriter.octets().u8(number);
    }

    private void assertDatagrams(long stored, long parked, long refused) {
        assertThat(new long[] {
                    run.ledger(LedgerCounter.DATAGRAMS_STORED),
                    run.ledger(LedgerCounter.DATAGRAMS_PARKED),
                    run.ledger(LedgerCounter.DATAGRAMS_REFUSED)
                })
                .as("stored, parked, refused")
                .containsExactly(stored, parked, refused);
    }
}
