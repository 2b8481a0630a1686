package io.flowledger.flow.decode;

import static io.flowledger.wire.encode.TemplateField.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowledger.flow.DecodeRun;
import io.flowledger.wire.encode.Netflow9Encoder;
import io.flowledger.wire.encode.OctetWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * One connection through a Cisco ASA that sends updates: made, 2,557 and 1,117 octets in its first interval, 31 and 0 in the
 * second, then torn down with the total (figures of nfdump#116).
 */
class NselTest {
    private static final int MADE = 1;
    private static final int TORN_DOWN = 2;
    private static final int UPDATE = 5;

    private static OctetWriter event(int event) {
        return OctetWriter.octets()
                .address("10.0.50.10")
                .u16(55_182)
                .address("10.1.78.5")
                .u16(3128)
                .u8(6)
                .u8(event);
    }

    private static OctetWriter event(int event, long sent, long received) {
        return event(event).u32(sent).u32(received);
    }

    private static final List<Map<String, Object>> ROWS = new DecodeRun()
            .send(
                    0,
                    Netflow9Encoder.message()
                            .template(
                                    256,
                                    field(8, 4),
                                    field(7, 2),
                                    field(12, 4),
                                    field(11, 2),
                                    field(4, 1),
                                    field(233, 1))
                            .template(
                                    263,
                                    field(8, 4),
                                    field(7, 2),
                                    field(12, 4),
                                    field(11, 2),
                                    field(4, 1),
                                    field(233, 1),
                                    field(231, 4),
                                    field(232, 4))
                            .set(256, event(MADE))
                            .set(263, event(UPDATE, 2557, 1117), event(UPDATE, 31, 0), event(TORN_DOWN, 2588, 1117))
                            .encode());

    private static long octets(int... events) {
        return ROWS.stream()
                .filter(row -> java.util.Arrays.stream(events)
                        .anyMatch(event -> Long.valueOf(event).equals(row.get("firewall_event"))))
                .mapToLong(row -> (Long) row.getOrDefault("octets", 0L))
                .sum();
    }

    @Test
    void updatesTogetherCountWhatTheTeardownCountsAgain() {
        assertThat(octets(UPDATE)).isEqualTo(2557 + 1117 + 31);
        assertThat(octets(TORN_DOWN)).isEqualTo(2588 + 1117);
        assertThat(octets(MADE, UPDATE, TORN_DOWN)).isEqualTo(2 * (2588 + 1117));
    }

    @Test
    void withoutUpdatesEachOctetCountsOnce() {
        assertThat(octets(MADE, TORN_DOWN)).isEqualTo(2588 + 1117);
    }

    @Test
    void eachDirectionIsARowWhenItCarriedSomething() {
        // 1 when made, 2 and 1 of the updates, 2 of the teardown
        assertThat(ROWS).hasSize(6);
        assertThat(ROWS.stream().filter(row -> "10.1.78.5".equals(row.get("src_addr"))))
                .hasSize(2)
                .allSatisfy(
                        row -> assertThat(row).containsEntry("octets", 1117L).containsEntry("src_port", 3128L));
    }
}
