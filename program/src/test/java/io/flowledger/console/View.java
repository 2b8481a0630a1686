package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One window of the browser. Closing it fails the test when the browser had something to complain of. One thread. */
final class View implements AutoCloseable {
    /** What a window is like. */
    record Look(int width, int height, ColorScheme colours) {
        static final Look DESK = new Look(1440, 900, ColorScheme.LIGHT);
        static final Look NIGHT = new Look(1440, 900, ColorScheme.DARK);
        static final Look PHONE = new Look(360, 780, ColorScheme.LIGHT);
        static final Look PHONE_NIGHT = new Look(360, 780, ColorScheme.DARK);
    }

    private static final int PATIENCE_MILLIS = 60_000;

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable Pattern expected;

    View(Browser browser, String url, Look look) {
        this.url = url;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.colours())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> asked.add(request.url()));
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Complaints that the test provokes. */
    View expecting(String complaint) {
        expected = Pattern.compile(complaint);
        return this;
    }

    /** Opens a page of the console, {@code #/now?range=…}, and waits until it shows its data. */
    View open(String fragment) {
        page.navigate(url + "/" + fragment);
        return awaitShown();
    }

    /** Waits until what the address says is shown. */
    View awaitShown() {
        page.waitForFunction("() => document.getElementById('content')?.dataset.shown === location.hash"
                + " && !document.getElementById('content').hasAttribute('aria-busy')");
        return this;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** Text of an element, white space as it is read. */
    String text(String selector) {
        return squeezed(at(selector).first().innerText());
    }

    /** Texts of the cells below each element of {@code rows}. */
    List<List<String>> table(String rows, String cells) {
        List<List<String>> table = new ArrayList<>();
        for (Locator row : at(rows).all()) {
            table.add(row.locator(cells).allInnerTexts().stream()
                    .map(View::squeezed)
                    .toList());
        }
        return table;
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** Addresses of what was asked for below /api/v1/, whose rest begins with {@code prefix}, oldest first. */
    List<String> asked(String prefix) {
        return asked.stream()
                .filter(address -> address.startsWith(url + "/api/v1/" + prefix))
                .toList();
    }

    /** Addresses of everything that was fetched. */
    List<String> everything() {
        return List.copyOf(asked);
    }

    /** Whether the page is wider than the window. */
    boolean scrollsSideways() {
        return (boolean) page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    static boolean picturesAreWanted() {
        return !System.getProperty("flowledger.pictures", "").isEmpty();
    }

    /** Keeps a picture, when pictures are asked for with -Dflowledger.pictures=DIRECTORY. */
    View picture(String name) {
        if (picturesAreWanted()) {
            page.mouse().move(0, 0);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(System.getProperty("flowledger.pictures"), name + ".png")));
        }
        return this;
    }

    @Override
    public void close() {
        Pattern accepted = expected;
        context.close();
        assertThat(complaints)
                .as("what the browser complained of")
                .allMatch(complaint ->
                        accepted != null && accepted.matcher(complaint).find());
    }
}
