package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything can be done without a pointer. */
@ExtendWith(ConsoleExtension.class)
class KeyboardTest {
    @Test
    void fromTheFirstTabToAnOpenFlow(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/now?range=" + console.range());
            Keyboard keys = view.page().keyboard();
            keys.press("Tab");
            assertThat(focused(view)).isEqualTo("Skip to content");
            for (String key : "ecfxln".split("")) {
                keys.press("g");
                keys.press(key);
                view.page()
                        .waitForFunction("key => document.querySelector('#nav a.on').title.includes(key)", "g " + key);
                view.awaitShown();
            }
            keys.press("g");
            keys.press("f");
            view.page().waitForFunction("() => document.body.dataset.page === 'flows'");
            view.awaitShown();
            keys.press("/");
            keys.type("proto udp");
            keys.press("Enter");
            view.page().waitForURL(url -> url.endsWith("f=proto+udp"));
            view.awaitShown();
            keys.press("j");
            keys.press("j");
            keys.press("Enter");
            assertThat(view.at("tr.open").count()).isEqualTo(1);
            assertThat(view.at("tr.det").count()).isEqualTo(1);
            assertThat(view.at("tr[data-q='1'].open").count()).isEqualTo(1);
        }
    }

    @Test
    void timeChoicesAndHelp(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/explore?range=" + console.range());
            Keyboard keys = view.page().keyboard();
            keys.press("t");
            assertThat(view.at("#rangepop").isVisible()).isTrue();
            view.picture("range");
            keys.press("Escape");
            assertThat(view.at("#rangepop").isVisible()).isFalse();
            keys.press("[");
            view.page().waitForURL(url -> !url.contains(console.range()));
            view.awaitShown();
            keys.press("?");
            assertThat(view.at("#keys").isVisible()).isTrue();
            view.picture("keyboard");
            keys.press("Escape");
            assertThat(view.at("#keys").isVisible()).isFalse();
            view.at("[data-seg=u][aria-checked=true]").focus();
            keys.press("ArrowRight");
            view.page().waitForURL(url -> url.contains("u=pps"));
            view.awaitShown();
            assertThat(focused(view)).isEqualTo("packets/s");
        }
    }

    @Test
    void cellsOfTheLedgerByArrows(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/ledger?range=" + console.range());
            view.at(".lgt [data-cell][tabindex='0']").focus();
            view.page().keyboard().press("ArrowRight");
            view.page().keyboard().press("ArrowDown");
            view.page().keyboard().press("Enter");
            view.page().waitForURL(url -> url.contains("cell="));
            view.awaitShown();
            assertThat(view.text(".cellf")).startsWith("198.18.0.2").contains("received =");
            assertThat(view.at(".lgt .sel [data-cell]").evaluate("x => x === document.activeElement"))
                    .isEqualTo(true);
        }
    }

    private static String focused(View view) {
        return (String) view.page().evaluate("document.activeElement.innerText");
    }
}
