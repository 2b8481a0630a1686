package io.flowledger.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Debian's browser, driven by Playwright; with -Dflowledger.browser=required it must be there. One thread. */
final class Chromium implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts it; skips the test when there is none. */
    static Chromium start() {
        Path executable =
                PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow(Chromium::missing);
        // The driver is in a jar; a browser of its own is neither needed nor fetched.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        return new Chromium(playwright, browser);
    }

    private static AssertionError missing() {
        String reason = "chromium is not installed";
        if (!"required".equals(System.getProperty("flowledger.browser"))) {
            Assumptions.abort(reason + ": the console was not looked at");
        }
        return new AssertionError(reason + ", and -Dflowledger.browser=required is set");
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
