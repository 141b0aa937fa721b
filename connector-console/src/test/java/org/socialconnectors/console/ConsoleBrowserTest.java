package org.socialconnectors.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.console.server.RunningConsole;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedProvider;

/**
 * The console in a real browser: the system's Chromium, which has to be at /usr/bin/chromium. Every page that is shown is looked at by axe,
 * and its picture is left in target/screenshots.
 */
class ConsoleBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** What Chromium writes to the console about a page whose status says that something is wrong, as those of errors do. */
    private static final String STATUS_NOTICE = "Failed to load resource: the server responded with a status of";

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private RunningConsole console;
    private SimulatedProvider provider;

    private enum Screen {
        NARROW_LIGHT(320, 640, ColorScheme.LIGHT),
        NARROW_DARK(320, 640, ColorScheme.DARK),
        WIDE_LIGHT(1280, 800, ColorScheme.LIGHT),
        WIDE_DARK(1280, 800, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Screen(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }

        String fileName(String page) {
            return page + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png";
        }
    }

    @BeforeAll
    static void launch() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeTrue(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + ": install Debian's package chromium");
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        // Chromium's sandbox refuses to run for root, and every page here is our own.
                        .setChromiumSandbox(false)
                        .setArgs(List.of(
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--disable-quic")));
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void start() {
        console = Console.start(Map.of("PORT", "0", "SIMULATOR_PORT", "0"), InstantSource.system());
        provider = console.simulator().orElseThrow().provider();
    }

    @AfterEach
    void stop() {
        browser.contexts().forEach(BrowserContext::close);
        console.close();
        assertEquals(List.of(), complaints, "the browser's console");
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void a_person_signs_in_and_out_and_every_page_is_accessible(Screen screen) {
        Page page = page(screen);
        page.navigate(console.uri() + "/");
        look(page, screen, "start");

        page.getByText("Continue with Hugging Face").click();
        assertEquals("localhost", URI.create(page.url()).getHost(), "the provider is another site");
        look(page, screen, "consent");

        choose(page, Persona.PRO_WITH_ORGANIZATIONS);
        assertEquals(console.uri() + "/profile", page.url());
        assertEquals("Daichi Tatoe", page.locator("h1").innerText());
        String text = page.locator("main").innerText();
        for (String shown :
                List.of("@daichi", "Pro", "daichi@example.org", "Verified", "Example Labs", "admin", "Open Models")) {
            assertTrue(text.contains(shown), shown);
        }
        assertTrue(text.contains("Signature of the ID token"), "which checks were made");
        assertFalse(text.contains("Not verified"));
        // decode() ends when the picture has arrived, and fails if it never will.
        assertEquals(
                true,
                page.evaluate("const picture = document.querySelector('.portrait img');"
                        + " picture.decode().then(() => picture.naturalWidth > 0)"),
                "the picture");
        look(page, screen, "profile");

        page.navigate(console.uri() + "/");
        look(page, screen, "start-signed-in");
        page.locator(".sign-out button").click();
        assertEquals("You are signed out", page.locator("h1").innerText());
        look(page, screen, "signed-out");
        page.navigate(console.uri() + "/profile");
        assertEquals(console.uri() + "/", page.url(), "nobody is signed in any more");
    }

    @ParameterizedTest
    @EnumSource(Screen.class)
    void the_pages_of_failures_are_accessible_and_lead_back(Screen screen) {
        Page page = page(screen);
        begin(page);
        page.locator("button[value=deny]").click();
        assertEquals("You declined", page.locator("h1").innerText());
        look(page, screen, "denied");

        page.locator("a.button").click();
        provider.next(Endpoint.TOKEN, ProviderFault.error(400, "invalid_grant", "Invalid code"));
        begin(page);
        choose(page, Persona.VERIFIED_EMAIL);
        assertEquals("Sign-in failed", page.locator("h1").innerText());
        look(page, screen, "failed");
        page.reload();
        assertEquals("This sign-in is no longer valid", page.locator("h1").innerText());
        look(page, screen, "no-longer-valid");

        page.navigate(console.uri() + "/nothing-here");
        assertEquals("There is no such page", page.locator("h1").innerText());
        look(page, screen, "not-found");
        page.navigate(console.uri() + "/sign-out");
        assertEquals("This page cannot be used that way", page.locator("h1").innerText());
        look(page, screen, "method-not-allowed");
        page.locator("a.button").click();
        assertEquals(console.uri() + "/", page.url());
    }

    @Test
    void an_email_address_that_nobody_verified_is_marked() {
        Page page = page(Screen.WIDE_LIGHT);
        begin(page);
        choose(page, Persona.UNVERIFIED_EMAIL);
        assertEquals("Not verified", page.locator(".facts .badge").innerText());
        look(page, Screen.WIDE_LIGHT, "profile-unverified");
    }

    @Test
    void a_person_without_an_email_address_signs_in() {
        Page page = page(Screen.WIDE_LIGHT);
        begin(page);
        choose(page, Persona.NO_EMAIL);
        assertEquals("Chloé Exemple", page.locator("h1").innerText());
        assertTrue(page.locator(".facts").innerText().contains("Not shared"));
    }

    @Test
    void two_tabs_can_be_finished_in_reverse_order() {
        Page first = page(Screen.WIDE_LIGHT);
        begin(first);
        Page second = watched(first.context().newPage());
        begin(second);
        choose(second, Persona.NO_EMAIL);
        assertEquals("Chloé Exemple", second.locator("h1").innerText());
        choose(first, Persona.VERIFIED_EMAIL);
        assertEquals("Ada Example", first.locator("h1").innerText());
        second.reload();
        assertEquals("Ada Example", second.locator("h1").innerText(), "one browser has one session");
    }

    @Test
    void T13_a_repeated_callback_shows_one_page_and_the_code_is_not_sent_again() {
        Page page = page(Screen.WIDE_LIGHT);
        String callback = signIn(page, Persona.VERIFIED_EMAIL);
        page.navigate(callback);
        assertEquals("This sign-in is no longer valid", page.locator("h1").innerText());
        assertEquals(1, provider.count(Endpoint.TOKEN));
        page.navigate(console.uri() + "/profile");
        assertEquals("Ada Example", page.locator("h1").innerText(), "the session is not harmed");
    }

    @Test
    void T14_a_callback_in_another_browser_signs_nobody_in_and_the_code_is_not_sent() {
        Page attacker = page(Screen.WIDE_LIGHT);
        begin(attacker);
        String callback =
                provider.authorize(URI.create(attacker.url()), Persona.NO_EMAIL).toString();
        Page victim = page(Screen.WIDE_LIGHT);
        victim.navigate(console.uri() + "/");
        victim.navigate(callback);
        assertEquals("This sign-in is no longer valid", victim.locator("h1").innerText());
        victim.navigate(console.uri() + "/profile");
        assertEquals(console.uri() + "/", victim.url());
        assertEquals(0, provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_renamed_person_keeps_the_account_key() {
        Page page = page(Screen.WIDE_LIGHT);
        signIn(page, Persona.VERIFIED_EMAIL);
        String before = page.locator(".key").innerText();
        String nameBefore = page.locator(".username").innerText();
        begin(page);
        choose(page, Persona.RENAMED);
        assertEquals(before, page.locator(".key").innerText());
        assertNotEquals(nameBefore, page.locator(".username").innerText());
    }

    @Test
    void the_keyboard_alone_is_enough_to_sign_in() {
        Page page = page(Screen.WIDE_LIGHT);
        page.navigate(console.uri() + "/");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertEquals("Continue with Hugging Face", page.evaluate("document.activeElement.innerText.trim()"));
        assertNotEquals("none", page.evaluate("getComputedStyle(document.activeElement).outlineStyle"));
        page.keyboard().press("Enter");
        page.waitForURL(url -> url.startsWith(provider.issuer().toString()));
    }

    private Page page(Screen screen) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.scheme)
                .setLocale("en-US");
        return watched(browser.newContext(options).newPage());
    }

    private Page watched(Page page) {
        page.setDefaultTimeout(30_000);
        page.onConsoleMessage(message -> {
            if (!message.text().startsWith(STATUS_NOTICE)) {
                complaints.add(message.type() + ": " + message.text() + " at " + message.location());
            }
        });
        page.onPageError(complaints::add);
        Set<String> ours =
                Set.of(console.uri().getAuthority(), provider.issuer().getAuthority());
        page.onRequest(request -> {
            URI uri = URI.create(request.url());
            if (uri.getScheme().startsWith("http") && !ours.contains(uri.getAuthority())) {
                complaints.add("a request to " + uri.getAuthority());
            }
        });
        return page;
    }

    private void begin(Page page) {
        page.navigate(console.uri() + "/");
        page.getByText("Continue with Hugging Face").click();
    }

    private static void choose(Page page, Persona persona) {
        page.locator("input[name=persona][value='" + persona.username() + "']").check();
        page.locator("button[value=authorize]").click();
    }

    /** Signs in, and tells the address of the callback. */
    private String signIn(Page page, Persona persona) {
        List<String> callbacks = new ArrayList<>();
        page.onRequest(request -> {
            if (request.url().startsWith(console.uri() + "/callback/")) {
                callbacks.add(request.url());
            }
        });
        begin(page);
        choose(page, persona);
        assertEquals(console.uri() + "/profile", page.url());
        return callbacks.get(0);
    }

    private static void look(Page page, Screen screen, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(screen.fileName(name)))
                .setFullPage(true));
        assertEquals(1, page.locator("h1").count(), "headings of the first level");
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                name + " does not scroll sideways at " + screen);
        AxeResults results = new AxeBuilder(page).setLegacyMode(true).analyze();
        assertEquals(
                List.of(),
                results.getViolations().stream()
                        .map(rule -> rule.getId() + " at "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getTarget()))
                                        .collect(Collectors.joining(", ")))
                        .toList(),
                name + " at " + screen);
    }
}
