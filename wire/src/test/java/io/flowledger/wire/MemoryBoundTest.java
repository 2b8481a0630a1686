package io.flowledger.wire;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.wire.encode.IpfixEncoder;
import io.flowledger.wire.encode.TemplateField;
import io.flowledger.wire.fault.DecodeFault;
import io.flowledger.wire.fault.Limits;
import io.flowledger.wire.registry.ElementRegistry;
import org.junit.jupiter.api.Test;

/** What an exporter chooses has a limit, and reaching it costs nothing that was there before. */
final class MemoryBoundTest {
    @Test
    void aFloodOfTemplatesFillsTheStoreToItsLimitAndNoFurther() {
        Limits limits = new Limits(500, 16, 65536, 65535);
        MessageWalk walk = new MessageWalk(limits);
        walk.walk(message(1, 256));
        for (int domain = 2; domain < 100; domain++) {
            for (int id = 256; id < 356; id++) {
                walk.walk(message(domain, id));
            }
        }
        assertThat(walk.ipfixTemplates.size()).isEqualTo(500);
        assertThat(walk.ipfixTemplates.find(1, 256)).isNotNull();
        assertThat(walk.faults.get(DecodeFault.TOO_MANY_TEMPLATES)).isEqualTo(1 + 98 * 100 - 500);
    }

    @Test
    void theLargestTemplateThatIsTakenHasAsManyFieldsAsTheLimit() {
        Limits limits = Limits.standard();
        MessageWalk walk = new MessageWalk(limits);
        walk.walk(IpfixEncoder.message()
                .template(256, many(limits.fieldsPerTemplate()))
                .encode());
        walk.walk(IpfixEncoder.message()
                .template(257, many(limits.fieldsPerTemplate() + 1))
                .encode());
        assertThat(walk.ipfixTemplates.find(0, 256)).isNotNull();
        assertThat(walk.ipfixTemplates.find(0, 257)).isNull();
        assertThat(walk.faults).containsOnlyKeys(DecodeFault.TEMPLATE_TOO_MANY_FIELDS);
    }

    @Test
    void aMillionUnknownElementsLeaveTheRegistryUsable() {
        ElementRegistry registry = ElementRegistry.standard();
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(registry.element(1_000_000L + i, i & 0x7FFF).elementId()).isEqualTo(i & 0x7FFF);
        }
        System.gc();
        long grown = runtime.totalMemory() - runtime.freeMemory() - before;
        assertThat(grown).isLessThan(16L << 20);
        assertThat(registry.element(0, 1).name()).isEqualTo("octetDeltaCount");
    }

    private static byte[] message(long domain, int id) {
        return IpfixEncoder.message()
                .observationDomain(domain)
                .template(id, field(8, 4), field(1, 8))
                .encode();
    }

    private static TemplateField[] many(int count) {
        TemplateField[] fields = new TemplateField[count];
        for (int i = 0; i < count; i++) {
            fields[i] = field(1 + i % 400, 4);
        }
        return fields;
    }
}
