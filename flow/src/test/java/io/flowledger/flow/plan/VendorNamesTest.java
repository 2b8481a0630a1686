package io.flowledger.flow.plan;

import static io.flowledger.wire.encode.TemplateField.field;
import static io.flowledger.wire.encode.TemplateField.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.flow.batch.SideTable;
import io.flowledger.flow.option.OptionKind;
import io.flowledger.wire.corpus.ExpectedSet;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Names of applications and users in elements of vendors. */
class VendorNamesTest {
    private final DecodeRun run = new DecodeRun();

    @Test
    void paloAltosApplicationAndUserHaveTheirColumns() {
        assertThat(run.send(
                                0,
                                Netflow9Encoder.message()
                                        .template(300, field(1, 4), field(56701, 32), field(56702, 64))
                                        .set(
                                                300,
                                                OctetWriter.octets()
                                                        .u32(99)
                                                        .string("ssl", 32)
                                                        .string("corp/alice", 64))
                                        .encode())
                        .get(0))
                .containsEntry("application", "ssl")
                .containsEntry("username", "corp/alice")
                .doesNotContainKey("extra");
    }

    @Test
    void netScalersUserHasItsColumn() {
        assertThat(run.send(
                                0,
                                IpfixEncoder.message()
                                        .template(300, field(1, 4), variable(5951, 205))
                                        .set(300, OctetWriter.octets().u32(99).variable("bob"))
                                        .encode())
                        .get(0))
                .containsEntry("username", "bob")
                .doesNotContainKey("extra");
    }

    @Test
    void aNatEventHasTheUserOfItsFirewall() {
        run.send(
                0,
                Netflow9Encoder.message()
                        .template(300, field(230, 1), field(225, 4), field(40000, 20))
                        .set(
                                300,
                                OctetWriter.octets()
                                        .u8(4)
                                        .address("203.0.113.5")
                                        .string("alice", 20))
                        .encode());
        assertThat(run.sideRows(SideTable.NAT_EVENT).get(0)).containsEntry("username", "alice");
    }

    /** Capture netflow9_test_cisco_nbar_opttpl260: fifteen applications of the layer 3 engine, Source ID 0. */
    @Test
    void flowsOfARouterWithNbarHaveTheNamesOfItsOptions() {
        Path corpus = ExpectedSet.directory("flowledger.corpus");
        Assumptions.assumeTrue(corpus != null, "system property flowledger.corpus names no directory");
        byte[] options = ExpectedSet.all(Objects.requireNonNull(corpus)).stream()
                .filter(set -> set.name().contains("nbar"))
                .findFirst()
                .orElseThrow()
                .datagrams()
                .get(0);
        run.send(0, options);
        assertThat(run.keeper().state().options().stream()
                        .filter(value -> value.kind() == OptionKind.APPLICATION_NAME)
                        .map(value -> value.scope() + " " + value.value()))
                .hasSize(15)
                .contains("16777263 gre", "16777304 eigrp");
        assertThat(run.send(
                                1,
                                Netflow9Encoder.message()
                                        .template(300, field(1, 4), field(95, 4))
                                        .set(300, OctetWriter.octets().u32(99).hex("0100002f"))
                                        .encode())
                        .get(0))
                .containsEntry("application", "gre");
    }
}
