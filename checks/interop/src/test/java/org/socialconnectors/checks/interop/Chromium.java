package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system's Chromium, which has to be at /usr/bin/chromium. It starts when the first page is needed; for one thread. */
final class Chromium implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final double LONGEST_WAIT_MILLIS = 60_000;

    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    /**
     * A page of a person who was nowhere yet, who trusts any certificate, and from whose machine nothing else can be reached. The test is
     * skipped where there is no Chromium, but not in CI.
     */
    Page person() {
        if (browser == null) {
            browser = launch();
        }
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setLocale("en-US"));
        context.setDefaultTimeout(LONGEST_WAIT_MILLIS);
        // Such as a provider's typeface.
        context.route(address -> !isOnThisMachine(address), Route::abort);
        return context.newPage();
    }

    /** Forgets everybody. */
    void forget() {
        if (browser != null) {
            browser.contexts().forEach(BrowserContext::close);
        }
    }

    @Override
    public void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    private Browser launch() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(
                    Files.isExecutable(EXECUTABLE),
                    "there is no " + EXECUTABLE + ": install Debian's package chromium");
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        // Chromium's sandbox refuses to run for root, and every page here is from this machine.
                        .setChromiumSandbox(false)
                        .setArgs(List.of(
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--disable-quic")));
    }

    private static boolean isOnThisMachine(String address) {
        String host = URI.create(address).getHost();
        return "localhost".equals(host) || "127.0.0.1".equals(host);
    }
}
