package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateWaitTest {
    private static final int MINUTE = 60_000;

    private DecodeRun run = with(DecoderSettings.standard().withRateAge(Duration.ofMinutes(10)));
    private int sequence;

    private static DecodeRun with(DecoderSettings settings) {
        return new DecodeRun(FlowsLayout.FLOWS, true, settings);
    }

    private List<Map<String, Object>> send(int millis, Netflow9Encoder message) {
        return run.send(millis, message.sequenceNumber(sequence++).encode());
    }

    private static Netflow9Encoder flowOfSampler(int sampler) {
        return Netflow9Encoder.message()
                .template(300, TemplateField.field(48, 1), TemplateField.field(2, 4))
                .set(300, OctetWriter.octets().u8(sampler).u32(9));
    }

    private static Netflow9Encoder flow() {
        return Netflow9Encoder.message()
                .template(301, TemplateField.field(4, 1), TemplateField.field(2, 4))
                .set(301, OctetWriter.octets().u8(6).u32(9));
    }

    private static Netflow9Encoder announcement() {
        return Netflow9Encoder.message()
                .optionsTemplate(
                        400,
                        new TemplateField[] {TemplateField.field(1, 4)},
                        TemplateField.field(34, 4),
                        TemplateField.field(35, 1));
    }

    private static Netflow9Encoder rate(int rate) {
        return announcement().set(400, OctetWriter.octets().u32(0).u32(rate).u8(2));
    }

    private static Netflow9Encoder rateOfSampler(int sampler, int rate) {
        return Netflow9Encoder.message()
                .optionsTemplate(
                        401,
                        new TemplateField[] {TemplateField.field(1, 4)},
                        TemplateField.field(48, 1),
                        TemplateField.field(50, 4))
                .set(401, OctetWriter.octets().u32(0).u8(sampler).u32(rate));
    }

    private static List<Object> rates(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("sampling_rate")).toList();
    }

    @Test
    void aFlowOfASamplerWaitsForTheRateAndLandsWithItsOwnReceiveTime() {
        assertThat(send(0, flowOfSampler(3))).isEmpty();
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(1);
        assertThat(send(MINUTE, rateOfSampler(4, 64))).isEmpty();
        List<Map<String, Object>> rows = send(2 * MINUTE, rateOfSampler(3, 512));
        assertThat(rates(rows)).containsExactly(512L);
        assertThat(rows.get(0))
                .containsEntry("sampling_origin", 2L)
                .hasEntrySatisfying("received_at", at -> assertThat(at).hasToString("2023-11-14T22:13:20Z"));
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isZero();
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isZero();
    }

    @Test
    void aFlowWaitsWhenAnOptionsTemplateAnnouncesARate() {
        assertThat(rates(send(0, flow()))).containsExactly((Object) null);
        send(1, announcement());
        assertThat(send(2, flow())).isEmpty();
        assertThat(rates(send(3, rate(100)))).containsExactly(100L);
        assertThat(rates(send(4, flow()))).containsExactly(100L);
    }

    @Test
    void theRateMayFollowInTheSameMessage() {
        Netflow9Encoder message = announcement()
                .template(301, TemplateField.field(4, 1), TemplateField.field(2, 4))
                .set(301, OctetWriter.octets().u8(6).u32(9))
                .set(400, OctetWriter.octets().u32(0).u32(77).u8(2));
        assertThat(rates(send(0, message))).containsExactly(77L);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_STORED)).isEqualTo(1);
    }

    @Test
    void whatWaitedInVainLandsWithoutARateAndNothingWaitsAnyMore() {
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        assertThat(send(5 * MINUTE, flow())).isEmpty();
        assertThat(rates(send(11 * MINUTE, flow()))).containsExactly(null, null, null);
        assertThat(rates(send(12 * MINUTE, flow()))).containsExactly((Object) null);
        run.restart();
        assertThat(rates(send(13 * MINUTE, flow()))).containsExactly((Object) null);
        assertThat(run.ledger(LedgerCounter.SETS_EXPIRED)).isZero();
        assertThat(run.ledger(LedgerCounter.SETS_UNSCALED)).isEqualTo(3);
        assertThat(run.ledger(LedgerCounter.ROWS)).isEqualTo(5);
    }

    @Test
    void aRateOfZeroIsAnAnswer() {
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        assertThat(rates(send(2, rate(0)))).containsExactly((Object) null);
        assertThat(rates(send(3, flow()))).containsExactly((Object) null);
        assertThat(rates(send(4, rate(50)))).isEmpty();
        assertThat(rates(send(5, flow()))).containsExactly(50L);
    }

    @Test
    void whatWaitsWaitsOnOverARestart() {
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        run.restart();
        assertThat(send(2, flow())).isEmpty();
        assertThat(rates(send(3, rate(100)))).containsExactly(100L, 100L);
        run.restart();
        assertThat(run.decodeReady()).isEmpty();
        assertThat(run.ledger(LedgerCounter.ROWS)).isEqualTo(2);
    }

    @Test
    void aTemplateDefinedAnewIsNotThatOfTheSetsThatWait() {
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        send(2, Netflow9Encoder.message().template(301, TemplateField.field(12, 4), TemplateField.field(2, 2)));
        List<Map<String, Object>> rows = send(3, rate(100));
        assertThat(rates(rows)).containsExactly(100L);
        assertThat(rows.get(0)).containsEntry("protocol", 6L).containsEntry("packets", 9L);
    }

    @Test
    void aFlowThatSaysItsRateOrCountsNothingDoesNotWait() {
        send(0, announcement());
        assertThat(rates(send(
                        1,
                        Netflow9Encoder.message()
                                .template(302, TemplateField.field(34, 2), TemplateField.field(2, 4))
                                .set(302, OctetWriter.octets().u16(7).u32(9)))))
                .containsExactly(7L);
        assertThat(send(
                        2,
                        Netflow9Encoder.message()
                                .template(303, TemplateField.field(4, 1), TemplateField.field(7, 2))
                                .set(303, OctetWriter.octets().u8(6).u16(9))))
                .hasSize(1);
        assertThat(rates(send(3, flowOfSampler(0)))).containsExactly((Object) null);
    }

    @Test
    void halfOfTheRoomIsKeptForSetsWithoutATemplate() {
        run = with(new DecoderSettings(
                        DecoderSettings.standard().limits(), 10, Duration.ofHours(24), Duration.ofHours(1), 4, 1 << 20)
                .withRateAge(Duration.ofMinutes(10)));
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        assertThat(send(2, flow())).isEmpty();
        assertThat(rates(send(3, flow()))).containsExactly((Object) null);
    }

    @Test
    void anEndLetsEverythingLand() {
        send(0, announcement());
        assertThat(send(1, flow())).isEmpty();
        run.current().giveUpRates();
        assertThat(rates(run.decodeReady())).containsExactly((Object) null);
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isZero();
    }
}
