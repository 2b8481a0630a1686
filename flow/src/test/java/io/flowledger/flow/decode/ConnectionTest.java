package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.TestJournal;
import io.flowledger.flow.batch.TemplateVersion;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates, withdrawals and sequence numbers over TCP and TLS (RFC 7011 sections 8.1 and 10.4). */
class ConnectionTest {
    private static final TemplateField PROTOCOL = TemplateField.field(4, 1);
    private static final TemplateField TOS = TemplateField.field(5, 1);
    private static final TemplateField SOURCE_PORT = TemplateField.field(7, 2);
    private static final String ROUTER = TestJournal.EXPORTER;

    private final DecodeRun run = new DecodeRun();

    private List<Map<String, Object>> send(long session, IpfixEncoder message) {
        return sendOctets(session, message.encode());
    }

    private List<Map<String, Object>> sendOctets(long session, byte[] octets) {
        return run.decode(List.of(run.journal().appendOfSession(session, ROUTER, 0, octets)));
    }

    private void end(long session) {
        run.decode(List.of(run.journal().appendSessionEnd(session, ROUTER, 1000)));
    }

    private static IpfixEncoder message() {
        return IpfixEncoder.message();
    }

    private static OctetWriter octet(int value) {
        return OctetWriter.octets().u8(value);
    }

    private static List<Object> protocols(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("protocol")).toList();
    }

    private long skipped(DecodeFault fault) {
        return run.ledger(LedgerCounter.SETS_SKIPPED, fault);
    }

    @Test
    void twoSessionsOfOneAddressUseOneTemplateIdForDifferentTemplates() {
        send(1, message().template(256, PROTOCOL));
        send(2, message().template(256, SOURCE_PORT));
        assertThat(protocols(send(1, message().set(256, octet(6))))).containsExactly(6L);
        List<Map<String, Object>> rows =
                send(2, message().set(256, OctetWriter.octets().u16(53)));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("src_port", 53L);
        assertThat(protocols(send(1, message().set(256, octet(17))))).containsExactly(17L);
        assertThat(skipped(DecodeFault.TEMPLATE_REDEFINED)).isZero();
    }

    @Test
    void aTemplateOverUdpIsNotUsedInAConnectionNorTheOtherWayRound() {
        run.send(0, message().template(256, PROTOCOL).encode());
        assertThat(send(1, message().set(256, octet(6)))).isEmpty();
        send(1, message().template(257, PROTOCOL));
        assertThat(run.send(0, message().set(257, octet(6)).encode())).isEmpty();
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(2);
        assertThat(run.keeper().state().parked()).hasSize(2);
    }

    @Test
    void aWithdrawnTemplateIsNotUsedForWhatComesAfter() {
        send(1, message().template(256, PROTOCOL).template(257, PROTOCOL));
        List<Map<String, Object>> rows = send(
                1,
                message()
                        .set(256, octet(6))
                        .templateWithdrawal(256)
                        .set(256, octet(7))
                        .set(257, octet(8)));
        assertThat(protocols(rows)).containsExactly(6L, 8L);
        assertThat(run.keeper().state().templates())
                .extracting(version -> version.template().templateId())
                .containsExactly(257);
        assertThat(run.ledger(LedgerCounter.SETS_PARKED)).isEqualTo(1);
    }

    @Test
    void aTemplateIdIsUsedAnewAfterItsWithdrawal() {
        send(1, message().template(256, PROTOCOL));
        send(1, message().templateWithdrawal(256).template(256, TOS, PROTOCOL));
        List<Map<String, Object>> rows =
                send(1, message().set(256, OctetWriter.octets().u8(184).u8(6)));
        assertThat(protocols(rows)).containsExactly(6L);
        assertThat(skipped(DecodeFault.TEMPLATE_REDEFINED)).isZero();
    }

    @Test
    void aTemplateThatIsRedefinedWithoutWithdrawalIsAFaultAndTheNewDefinitionHolds() {
        send(1, message().template(256, PROTOCOL));
        send(1, message().template(256, PROTOCOL));
        assertThat(skipped(DecodeFault.TEMPLATE_REDEFINED)).isZero();
        send(1, message().template(256, TOS, PROTOCOL));
        assertThat(skipped(DecodeFault.TEMPLATE_REDEFINED)).isEqualTo(1);
        assertThat(protocols(
                        send(1, message().set(256, OctetWriter.octets().u8(0).u8(17)))))
                .containsExactly(17L);
    }

    @Test
    void theWithdrawalOfAllTemplatesSparesOptionsTemplatesAndOtherDomains() {
        send(
                1,
                message()
                        .template(256, PROTOCOL)
                        .template(257, TOS)
                        .optionsTemplate(400, 1, TemplateField.field(149, 4)));
        send(1, message().observationDomain(7).template(256, PROTOCOL));
        send(1, message().templateWithdrawal(2));
        assertThat(run.keeper().state().templates())
                .extracting(version -> version.key().observationDomain() + "/"
                        + version.template().templateId())
                .containsExactly("0/400", "7/256");
        send(1, message().optionsTemplateWithdrawal(3));
        assertThat(run.keeper().state().templates())
                .extracting(version -> version.key().observationDomain() + "/"
                        + version.template().templateId())
                .containsExactly("7/256");
        assertThat(run.ledger(LedgerCounter.SETS_SKIPPED)).isZero();
    }

    @Test
    void theWithdrawalOfATemplateThatIsNotThereIsIgnoredAndCounted() {
        send(1, message().template(256, PROTOCOL));
        List<Map<String, Object>> rows =
                send(1, message().templateWithdrawal(300).set(256, octet(6)));
        assertThat(protocols(rows)).containsExactly(6L);
        assertThat(skipped(DecodeFault.WITHDRAWAL_OF_UNKNOWN_TEMPLATE)).isEqualTo(1);
    }

    @Test
    void withdrawalsOverUdpAreIgnored() {
        run.send(0, message().template(256, PROTOCOL).encode());
        run.send(0, message().templateWithdrawal(256).templateWithdrawal(2).encode());
        assertThat(protocols(run.send(0, message().set(256, octet(6)).encode())))
                .containsExactly(6L);
        assertThat(skipped(DecodeFault.WITHDRAWAL_IGNORED)).isEqualTo(2);
    }

    @Test
    void templatesEndWithTheirSession() {
        send(1, message().template(256, PROTOCOL));
        send(2, message().template(256, PROTOCOL));
        end(1);
        assertThat(run.keeper().state().templates())
                .extracting(TemplateVersion::session)
                .containsExactly(2L);
        assertThat(send(3, message().set(256, octet(6)))).isEmpty();
        assertThat(protocols(send(2, message().set(256, octet(6))))).containsExactly(6L);
    }

    @Test
    void aSetThatWaitsForATemplateWaitsInVainWhenItsSessionEnds() {
        send(1, message().set(256, octet(6)));
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_PARKED)).isEqualTo(1);
        end(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_PARKED)).isZero();
        assertThat(run.ledger(LedgerCounter.SETS_EXPIRED)).isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TEMPLATE_NEVER_CAME))
                .isEqualTo(1);
    }

    @Test
    void theEndOfASessionIsNoDatagram() {
        send(1, message().template(256, PROTOCOL));
        end(1);
        end(1);
        end(99);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_RECEIVED)).isEqualTo(1);
    }

    @Test
    void aStartOfTheProgramEndsAllSessions() {
        send(1, message().template(256, PROTOCOL));
        send(2, message().template(256, PROTOCOL));
        run.send(0, message().template(256, PROTOCOL).encode());
        end(0);
        assertThat(run.keeper().state().templates())
                .extracting(TemplateVersion::session)
                .containsExactly(0L);
        assertThat(run.keeper().state().sessions()).isEmpty();
    }

    @Test
    void whatIsLeftOfASessionIsDecodedAfterARestart() {
        send(1, message().template(256, PROTOCOL));
        send(2, message().template(256, SOURCE_PORT));
        run.restart();
        assertThat(protocols(send(1, message().set(256, octet(6))))).containsExactly(6L);
        assertThat(send(2, message().set(256, OctetWriter.octets().u16(53))).get(0))
                .containsEntry("src_port", 53L);
    }

    @Test
    void aParkedSetIsDecodedAfterARestartByItsOwnSessionsTemplate() {
        send(1, message().set(256, octet(6)));
        run.restart();
        assertThat(send(2, message().template(256, PROTOCOL))).isEmpty();
        assertThat(protocols(send(1, message().template(256, PROTOCOL)))).containsExactly(6L);
    }

    @Test
    void sequenceNumbersAreThoseOfTheSession() {
        send(1, message().template(256, PROTOCOL).sequenceNumber(0).set(256, octet(1), octet(2)));
        send(2, message().template(256, PROTOCOL).sequenceNumber(5000).set(256, octet(1)));
        send(1, message().sequenceNumber(2).set(256, octet(3)));
        run.restart();
        send(2, message().sequenceNumber(5001).set(256, octet(3)));
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isZero();
        assertThat(run.ledger(LedgerCounter.SEQUENCE_RESTARTS)).isZero();
        send(1, message().sequenceNumber(7).set(256, octet(3)));
        assertThat(run.ledger(LedgerCounter.SEQUENCE_LOST)).isEqualTo(4);
        end(1);
        assertThat(run.keeper().state().sessions())
                .extracting(state -> state.session())
                .containsExactly(2L);
    }

    @Test
    void onlyIpfixComesOverAConnection() {
        sendOctets(1, Netflow9Encoder.message().template(256, PROTOCOL).encode());
        sendOctets(1, new byte[] {0});
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.NOT_IPFIX_OVER_TCP))
                .isEqualTo(1);
        assertThat(run.ledger(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.HEADER_CUT))
                .isEqualTo(1);
        assertThat(run.keeper().state().templates()).isEmpty();
    }

    @Test
    void templatesOfAConnectionDoNotExpire() {
        send(1, message().template(256, PROTOCOL));
        long week = 7L * 24 * 3_600_000;
        TestDatagram later = run.journal()
                .appendOfSession(1, ROUTER, week, message().set(256, octet(6)).encode());
        assertThat(protocols(run.decode(List.of(later)))).containsExactly(6L);
    }

    @Test
    void endedSessionsLeaveOthersToBeFound() {
        List<TestDatagram> datagrams = new ArrayList<>();
        for (long session = 1; session <= 300; session++) {
            datagrams.add(run.journal()
                    .appendOfSession(
                            session,
                            ROUTER,
                            0,
                            message().template(256, PROTOCOL).encode()));
        }
        run.decode(datagrams);
        datagrams.clear();
        for (long session = 1; session <= 300; session += 3) {
            datagrams.add(run.journal().appendSessionEnd(session, ROUTER, 1));
        }
        run.decode(datagrams);
        datagrams.clear();
        for (long session = 1; session <= 300; session++) {
            if (session % 3 != 1) {
                datagrams.add(run.journal()
                        .appendOfSession(
                                session, ROUTER, 2, message().set(256, octet(6)).encode()));
            }
        }
        assertThat(run.decode(datagrams)).hasSize(200);
        assertThat(run.keeper().state().sessions())
                .extracting(state -> state.session() % 3)
                .doesNotContain(1L)
                .hasSize(200);
    }
}
