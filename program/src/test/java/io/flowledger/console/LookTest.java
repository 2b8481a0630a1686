package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page by day and by night, on a desk and on a phone: it fits, and axe finds nothing serious. */
@ExtendWith(ConsoleExtension.class)
class LookTest {
    private static final List<String> PAGES = List.of(
            "now",
            "explore",
            "conversations",
            "conversations-matrix",
            "flows",
            "exporters",
            "exporters-198.18.0.7",
            "ledger");

    static Stream<String> pages() {
        return PAGES.stream();
    }

    private static String fragment(String page, Console console) {
        String[] parts = page.split("-", 2);
        String path = parts[0] + (parts[0].equals("exporters") && parts.length > 1 ? "/" + parts[1] : "");
        return "#/" + path + "?range=" + console.range() + (page.endsWith("matrix") ? "&view=matrix" : "");
    }

    /** The two that differ most; all four when pictures are asked for. */
    private static List<View.Look> looks() {
        List<View.Look> looks = List.of(View.Look.DESK, View.Look.PHONE_NIGHT, View.Look.NIGHT, View.Look.PHONE);
        return View.picturesAreWanted() ? looks : looks.subList(0, 2);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void itFitsAndIsForEverybody(String page, Console console) throws Exception {
        for (View.Look look : looks()) {
            String name = page + (look.width() < 700 ? "-phone" : "") + "-"
                    + look.colours().name().toLowerCase(Locale.ROOT);
            try (View view = console.view(look)) {
                view.open(fragment(page, console));
                view.picture(name);
                assertThat(view.scrollsSideways())
                        .as(name + " scrolls sideways")
                        .isFalse();
                assertThat(view.page().evaluate("document.documentElement.dataset.theme"))
                        .isEqualTo(look.colours().name().toLowerCase(Locale.ROOT));
                assertThat(serious(view)).as(name).isEmpty();
            }
        }
    }

    /** What axe-core finds serious or critical: rule, and elements. */
    private static List<String> serious(View view) throws IOException {
        try (InputStream in = LookTest.class.getResourceAsStream("/axe.min.js")) {
            assertThat(in).isNotNull();
            view.page().evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        JsonNode found = Console.parsed((String) view.page()
                .evaluate("async () => JSON.stringify((await axe.run({resultTypes: ['violations']})).violations)"));
        List<String> serious = new ArrayList<>();
        for (JsonNode violation : found) {
            if (List.of("serious", "critical").contains(violation.path("impact").asText())) {
                List<String> targets = violation.path("nodes").findValuesAsText("html");
                serious.add(violation.path("id").asText() + ": " + targets.subList(0, Math.min(4, targets.size())));
            }
        }
        return serious;
    }
}
