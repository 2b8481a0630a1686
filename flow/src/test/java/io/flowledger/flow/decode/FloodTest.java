package io.flowledger.flow.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.TestDatagram;
import io.flowledger.flow.batch.Batch;
import io.flowledger.flow.layout.FlowsLayout;
import io.flowledger.flow.ledger.LedgerCounter;
import io.flowledger.flow.ledger.LedgerEntry;
import io.flowledger.flow.plan.PlanCompiler;
import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.OctetWriter;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.registry.ElementRegistry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Whoever sends under many addresses, with as many templates and waiting Sets as he likes, fills what the standard settings allow
 * and no more; an exporter that was there loses nothing meanwhile. The figure is in docs/hostile-input.md.
 */
class FloodTest {
    private static final int STRANGERS = 60_000;
    private static final long MEBIOCTET = 1 << 20;
    private static final long BOUND = 640 * MEBIOCTET;

    private final Decoder decoder = new Decoder(
            new PlanCompiler(FlowsLayout.FLOWS, ElementRegistry.standard(), true),
            DecoderSettings.standard(),
            position -> null,
            null);
    private final Batch batch = new Batch();
    private long position;
    private long rows;
    private long refused;
    private long templatesRefused;

    private void send(String exporter, byte[] message) {
        batch.begin(position);
        decoder.decode(TestDatagram.of(position, 1_700_000_000_000_000_000L + position, exporter, message), batch);
        decoder.finish(batch);
        position += 1000;
        for (LedgerEntry entry : batch.ledger()) {
            rows += entry.value(LedgerCounter.ROWS);
            refused += entry.value(LedgerCounter.DATAGRAMS_REFUSED, DecodeFault.TOO_MANY_EXPORTERS);
            templatesRefused += entry.value(LedgerCounter.SETS_SKIPPED, DecodeFault.TOO_MANY_TEMPLATES);
        }
    }

    @Test
    void memoryHasABoundAndAnExporterThatWasThereLosesNothing() {
        TemplateField[] fields = new TemplateField[120];
        Arrays.fill(fields, TemplateField.field(4, 1));
        byte[] template =
                IpfixEncoder.message().template(300, TemplateField.field(4, 1)).encode();
        byte[] data =
                IpfixEncoder.message().set(300, OctetWriter.octets().u8(6)).encode();
        long before = used();
        send("192.0.2.1", template);
        for (int stranger = 0; stranger < STRANGERS; stranger++) {
            String address = "10." + (stranger >>> 16) + "." + (stranger >>> 8 & 0xFF) + "." + (stranger & 0xFF);
            send(
                    address,
                    IpfixEncoder.message()
                            .observationDomain(stranger)
                            .template(256 + stranger % 1000, fields)
                            .set(9000, OctetWriter.octets().zeros(100))
                            .encode());
            send("192.0.2.1", data);
        }
        long taken = used() - before;
        System.out.printf("a decoder that is filled as far as its limits go: %d MiB%n", taken / MEBIOCTET);
        assertThat(rows).isEqualTo(STRANGERS);
        assertThat(refused).isEqualTo(STRANGERS - (DecoderSettings.standard().sessions() - 1));
        assertThat(templatesRefused).isPositive();
        assertThat(taken).isLessThan(BOUND);
        // Until here it must not be collected.
        assertThat(decoder.hasReady()).isFalse();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
