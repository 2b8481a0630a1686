package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A time is chosen on the chart, and read from it. */
@ExtendWith(ConsoleExtension.class)
class ChartTest {
    private static final Pattern RANGE = Pattern.compile("range=(\\d+)-(\\d+)");

    @Test
    void aDragChoosesTheTimeUnderIt(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/explore?range=" + console.range());
            BoundingBox area = view.at(".chart .u-over").boundingBox();
            view.page().mouse().move(area.x + area.width / 4, area.y + 60);
            view.page().mouse().down();
            view.page().mouse().move(area.x + area.width / 3, area.y + 70);
            view.page().mouse().move(area.x + area.width / 2, area.y + 80);
            view.page().mouse().up();
            view.awaitShown();
            Matcher range = RANGE.matcher(view.page().url());
            assertThat(range.find()).isTrue();
            long from = Long.parseLong(range.group(1));
            long to = Long.parseLong(range.group(2));
            // A quarter and a half of 30 minutes, to the width of some pixels.
            assertThat(from - console.from().getEpochSecond()).isBetween(420L, 480L);
            assertThat(to - console.from().getEpochSecond()).isBetween(870L, 930L);
            assertThat(view.text("#live")).isEqualTo("Fixed");
            assertThat(view.asked("timeseries?").get(1)).contains("step=5");
            view.page().goBack();
            view.awaitShown();
            assertThat(view.page().url()).contains("range=" + console.range());
        }
    }

    @Test
    void arrowKeysReadValuesAndEnterZooms(Console console) throws Exception {
        try (View view = console.view()) {
            view.open("#/explore?range=" + console.range());
            String idle = view.text("#at");
            view.at(".chart").focus();
            view.page().keyboard().press("ArrowLeft");
            view.page().keyboard().press("ArrowLeft");
            assertThat(view.text("#at")).isNotEqualTo(idle).matches("\\d\\d:\\d\\d:\\d\\d .* [kMG]?b/s");
            view.page().keyboard().press("Enter");
            view.page().waitForURL(url -> !url.contains(console.range()));
            view.awaitShown();
            view.page().keyboard().press("z");
            view.awaitShown();
            assertThat(RANGE.matcher(view.page().url()).find()).isTrue();
        }
    }
}
