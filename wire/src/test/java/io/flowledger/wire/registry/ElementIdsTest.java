package io.flowledger.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ElementIdsTest {
    @Test
    void eachConstantIsTheNumberOfItsRegistryRow() throws IllegalAccessException {
        int constants = 0;
        for (Field constant : ElementIds.class.getFields()) {
            int id = constant.getInt(null);
            InformationElement element = ElementRegistry.standard().find(0, id);
            assertThat(element).as(constant.getName()).isNotNull();
            assertThat(lettersOf(element.name())).isEqualTo(lettersOf(constant.getName()));
            constants++;
        }
        assertThat(constants).isGreaterThan(200);
    }

    private static String lettersOf(String name) {
        return name.replace("_", "").toUpperCase(Locale.ROOT);
    }
}
