package io.flowledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import io.flowledger.web.SecretHash;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who has the password may look, and for as long as the login lasts. */
@ExtendWith(ConsoleExtension.class)
class LoginTest {
    private static final String PASSWORD = "correct horse battery";
    private static String hash;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeHash() {
        hash = SecretHash.ofPassword(PASSWORD, new SecureRandom()).toString();
    }

    private WebProcess web(Console console, Duration session) throws Exception {
        return WebProcess.open(directory, console.database(), "http://127.0.0.1:0", hash, session);
    }

    private static void logIn(View view, String password) {
        view.at("#p").fill(password);
        view.page().keyboard().press("Enter");
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneLeadsToWhatWasAskedFor(Console console) throws Exception {
        // The browser itself writes the refusal of the wrong password into its console.
        try (WebProcess web = web(console, Duration.ofHours(1));
                View view = console.view(web.url(), View.Look.DESK).expecting("status of 401")) {
            String wanted = "#/explore?range=" + console.range() + "&f=proto+udp";
            view.page().navigate(web.url() + "/" + wanted);
            view.page().waitForURL(url -> url.contains("/login.html"));
            assertThat(view.page().title()).isEqualTo("Sign in – Flowledger");
            view.picture("login");
            view.at("button.primary").click();
            assertThat(view.text("#e")).isEqualTo("Enter the password.");
            logIn(view, "wrong horse battery");
            view.page().waitForFunction("() => document.getElementById('e').textContent === 'The password is wrong.'");
            view.picture("login-wrong");
            logIn(view, PASSWORD);
            view.page().waitForURL(url -> url.endsWith(wanted));
            view.awaitShown();
            assertThat(view.at("table.ex tbody tr").count()).isPositive();
            assertThat(view.context().cookies()).singleElement().satisfies(cookie -> {
                assertThat(cookie.httpOnly).isTrue();
                assertThat(cookie.sameSite.name()).isEqualTo("STRICT");
            });
        }
    }

    @Test
    void noPageComplainsBeforeTheLogin(Console console) throws Exception {
        try (WebProcess web = web(console, Duration.ofHours(1));
                View view = console.view(web.url(), View.Look.DESK)) {
            view.page().navigate(web.url() + "/#/now");
            view.page().waitForURL(url -> url.contains("/login.html"));
            assertThat(view.asked("")).allMatch(url -> url.endsWith("/status"));
        }
    }

    @Test
    void aLoginThatIsOverLeadsToTheLoginAndBack(Console console) throws Exception {
        try (WebProcess web = web(console, Duration.ofSeconds(1));
                View view = console.view(web.url(), View.Look.DESK).expecting("status of 401")) {
            view.page().navigate(web.url() + "/#/ledger?range=" + console.range());
            view.page().waitForURL(url -> url.contains("/login.html"));
            logIn(view, PASSWORD);
            view.page().waitForURL(url -> !url.contains("/login.html"));
            // Nothing is asked for until the login is over; then the next question finds out.
            view.page()
                    .waitForFunction(
                            "async () => { await new Promise(done => setTimeout(done, 1500)); location.hash = '#/exporters';"
                                    + " return true; }");
            view.page().waitForURL(url -> url.contains("/login.html"));
            assertThat(view.page().url()).endsWith("#/exporters");
        }
    }

    @Test
    void nothingOfOthersAndNoCookieWithoutALogin(Console console) throws Exception {
        try (View view = console.view()) {
            Response response = view.page().navigate(console.url() + "/");
            Map<String, String> headers = response.headers();
            assertThat(headers.get("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers).containsEntry("x-content-type-options", "nosniff");
            for (String page : new String[] {"now", "explore", "conversations", "flows", "exporters", "ledger"}) {
                view.open("#/" + page + "?range=" + console.range());
                assertThat((int)
                                view.page().evaluate("document.querySelectorAll('[onclick],script:not([src])').length"))
                        .isZero();
            }
            assertThat(view.context().cookies()).isEmpty();
            assertThat(view.everything())
                    .allMatch(url -> url.startsWith(console.url() + "/") || url.startsWith("data:"));
        }
    }

    @Test
    void whatIsWrittenIntoThePageIsNoProgram(Console console) throws Exception {
        try (View view = console.view().expecting("status of 400|Content Security Policy")) {
            view.open("#/explore?range=" + console.range() + "&f=%3Cimg+src%3Dx+onerror%3D%22window.broken%3D1%22%3E");
            assertThat(view.page().evaluate("window.broken")).isNull();
            assertThat(view.at("#content img").count()).isZero();
            try {
                view.page().addScriptTag(new Page.AddScriptTagOptions().setContent("window.broken = 1"));
            } catch (PlaywrightException refused) {
                assertThat(refused).hasMessageContaining("Content Security Policy");
            }
            assertThat(view.page().evaluate("window.broken")).isNull();
        }
    }
}
