package io.flowledger.wire.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DecodeFaultTest {
    @Test
    void eachFaultNamesItsDocumentAndTellsTheOperatorOneSentence() {
        for (DecodeFault fault : DecodeFault.values()) {
            assertThat(fault.reference())
                    .as(fault.name())
                    .matches("(RFC \\d+ section [\\d.]+|Cisco .+|sFlow .+|the table.s definition)");
            assertThat(fault.hint()).as(fault.name()).matches("[A-Z].+\\.");
            assertThat(fault.skipped()).as(fault.name()).isNotNull();
        }
    }

    @Test
    void aLimitBelowOneIsRefusedByName() {
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("templatesPerSession is 0");
        assertThatThrownBy(() -> new Limits(1, -1, 1, 1)).hasMessageContaining("fieldsPerTemplate is -1");
    }
}
