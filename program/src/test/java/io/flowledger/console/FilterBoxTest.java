package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.KeyboardModifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Filters are completed while they are typed, and an error shows its place. */
@ExtendWith(ConsoleExtension.class)
class FilterBoxTest {
    @Test
    void anErrorShowsItsPlaceAndTheOldFilterStaysInForce(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/now?range=" + console.range() + "&f=proto+udp");
            String before = view.text(".legend");
            view.at("#fx").fill("proto udp and dst prot 53");
            view.at("#fx").press("Enter");
            view.page().waitForFunction("() => document.getElementById('fxmsg').textContent !== ''");
            assertThat(view.at("#fxhi .k-err").allInnerTexts()).containsExactly("prot");
            assertThat(view.text("#fxmsg")).contains("port");
            assertThat(view.at("#fx").getAttribute("aria-invalid")).isEqualTo("true");
            assertThat(view.page().url()).endsWith("&f=proto+udp");
            assertThat(view.text(".legend")).isEqualTo(before);
            view.picture("filter-error");
            view.at("#fx").press("Escape");
            assertThat(view.at("#fx").inputValue()).isEqualTo("proto udp");
            assertThat(view.text("#fxmsg")).isEmpty();
        }
    }

    @Test
    void wordsAndRealValuesAreOffered(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/explore?range=" + console.range());
            view.at("#fx").click();
            view.page().keyboard().type("dst por");
            view.at("#fxpop [role=option]:first-child code:text-is('port')").waitFor();
            view.picture("completion");
            view.page().keyboard().press("ArrowDown");
            assertThat(view.at("#fxpop [aria-selected=true]").count()).isEqualTo(1);
            view.page().keyboard().press("Enter");
            assertThat(view.at("#fx").inputValue()).isEqualTo("dst port ");
            view.at("#fxpop [role=option] code:text-is('443')").click();
            assertThat(view.at("#fx").inputValue()).isEqualTo("dst port 443 ");
            view.page().keyboard().press("Enter");
            view.page().waitForURL(url -> url.contains("f=dst+port+443"));
            view.awaitShown();
            assertThat(view.at("table.ex tbody tr").count()).isPositive();
            assertThat(view.at("#fxpop").isVisible()).isFalse();
        }
    }

    @Test
    void aLinkWithAWrongFilterSaysSo(Console console) throws Exception {
        // The browser itself writes the answer with status 400 into its console.
        try (View view = console.view().expecting("status of 400")) {
            view.open("#/explore?range=" + console.range() + "&f=src+ip+10.0.0");
            assertThat(view.text(".failed h2")).isEqualTo("The filter is not understood");
            assertThat(view.at("#fxhi .k-err").count()).isPositive();
        }
    }

    @Test
    void aValueIsAddedByAClickAndExcludedWithAlt(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/flows?range=" + console.range());
            String source = view.at("tr[data-q] .c-exp .term").first().innerText();
            view.at("tr[data-q] .c-exp .term").first().click();
            view.awaitShown();
            assertThat(view.at("#fx").inputValue()).isEqualTo("exporter " + source);
            view.at("tr[data-q] .c-proto .term")
                    .first()
                    .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.ALT)));
            view.awaitShown();
            assertThat(view.at("#fx").inputValue()).startsWith("exporter " + source + " and not (proto ");
            view.page().goBack();
            view.awaitShown();
            assertThat(view.at("#fx").inputValue()).isEqualTo("exporter " + source);
        }
    }
}
