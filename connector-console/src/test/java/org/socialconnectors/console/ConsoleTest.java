package org.socialconnectors.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.console.server.RunningConsole;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedProvider;

class ConsoleTest {
    /** In a form, one byte more than is taken: closing a connection over a body not read may take the answer with it. */
    private static final String TOO_LONG = "x".repeat(16 * 1024 + 1 - "form=".length());

    private static final String NO_LONGER_VALID = "This sign-in is no longer valid";
    private static final String NOT_OUR_FORM = "This page was open for too long";

    private final MovableClock clock = new MovableClock();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;

    private RunningConsole console;
    private SimulatedProvider provider;
    private TestBrowser browser;

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        console = Console.start(Map.of("PORT", "0", "SIMULATOR_PORT", "0"), clock);
        provider = console.simulator().orElseThrow().provider();
        browser = new TestBrowser(console);
    }

    @AfterEach
    void stop() {
        console.close();
        System.setErr(standardError);
    }

    @Test
    void the_start_page_offers_hugging_face_and_says_that_the_provider_is_simulated() {
        HttpResponse<String> page = browser.get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Continue with Hugging Face"));
        assertTrue(page.body().contains("This is not huggingface.co"));
        assertEquals(200, browser.get("/logo/huggingface/light.svg").statusCode());
        assertEquals(200, browser.get("/logo/huggingface/dark.svg").statusCode());
        assertEquals(404, browser.get("/logo/unknown/light.svg").statusCode());
    }

    @Test
    void a_sign_in_ends_at_the_profile_and_a_sign_out_ends_it() {
        HttpResponse<String> callback = browser.signIn(provider, Persona.PRO_WITH_ORGANIZATIONS);
        assertEquals(303, callback.statusCode());
        assertEquals("/profile", TestBrowser.location(callback).toString());
        String profile = browser.get("/profile").body();
        for (String shown :
                List.of("Daichi Tatoe", "@daichi", "Verified", "Pro", "Example Labs", "Signature of the ID token")) {
            assertTrue(profile.contains(shown), shown);
        }
        HttpResponse<String> signedOut = browser.post("/sign-out", Map.of("form", browser.formToken()));
        assertEquals("/signed-out", TestBrowser.location(signedOut).toString());
        assertEquals("/", TestBrowser.location(browser.get("/profile")).toString());
    }

    @Test
    void signing_out_ends_the_session_and_not_only_its_cookie() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        String session = browser.cookies().get("social-connectors-session");
        browser.post("/sign-out", Map.of("form", browser.formToken()));
        String answer = raw("GET /profile HTTP/1.1\r\nHost: " + console.uri().getAuthority()
                + "\r\nCookie: social-connectors-session=" + session + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 303"), answer);
    }

    @Test
    void every_sign_in_has_a_session_of_its_own() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        String first = browser.cookies().get("social-connectors-session");
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertNotEquals(first, browser.cookies().get("social-connectors-session"));
        assertEquals(43, first.length());
    }

    @Test
    void a_session_ends_after_an_hour() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertEquals(200, browser.get("/profile").statusCode());
        clock.move(Duration.ofMinutes(61));
        assertEquals(303, browser.get("/profile").statusCode());
    }

    @Test
    void no_page_no_header_and_no_log_line_shows_what_is_secret() {
        browser.signIn(provider, Persona.PRO_WITH_ORGANIZATIONS);
        browser.get("/profile");
        browser.get("/");
        provider.always(Endpoint.USERINFO, ProviderFault.text(500, "text/plain", "no"));
        browser.signIn(provider, Persona.VERIFIED_EMAIL);

        Set<String> secrets = new HashSet<>();
        for (RecordedRequest request : provider.requests(Endpoint.TOKEN)) {
            secrets.add(request.form().get("code").get(0));
            secrets.add(request.form().get("code_verifier").get(0));
            secrets.add(request.header("Authorization").orElseThrow().substring("Basic ".length()));
        }
        for (RecordedRequest request : provider.requests(Endpoint.USERINFO)) {
            secrets.add(request.header("Authorization").orElseThrow().substring("Bearer ".length()));
        }
        // How a JSON Web Token begins, with alg, kid or typ; three letters alone are in a random cookie now and then.
        secrets.addAll(Set.of("eyJhbGci", "eyJraWQi", "eyJ0eXAi"));
        assertEquals(
                10,
                secrets.size(),
                "two codes, two verifiers, the client's credentials, two access tokens, and any other token");
        for (HttpResponse<String> response : browser.seen()) {
            // The redirect to the provider carries the code challenge and state, as it must, but none of these.
            String all = response.headers().map() + response.body();
            secrets.forEach(secret ->
                    assertFalse(all.contains(secret), () -> response.uri().getPath()));
        }
        String logged = log.toString(StandardCharsets.UTF_8);
        assertTrue(logged.contains("PROVIDER_UNAVAILABLE"), "something was logged");
        secrets.forEach(secret -> assertFalse(logged.contains(secret), logged));
        assertFalse(logged.contains("/callback"), logged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void a_form_without_its_token_is_refused(String token) {
        browser.get("/");
        HttpResponse<String> answer = browser.post("/sign-in/huggingface", Map.of("form", token));
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains(NOT_OUR_FORM));
        assertEquals(403, browser.post("/sign-out", Map.of("form", token)).statusCode());
        assertEquals(403, browser.post("/sign-in/huggingface", Map.of()).statusCode());
    }

    @Test
    void a_form_with_the_token_of_another_browser_is_refused() {
        String token = new TestBrowser(console).formToken();
        browser.get("/");
        assertEquals(
                403, browser.post("/sign-in/huggingface", Map.of("form", token)).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://attacker.example",
        "Origin, null",
        "Origin, http://localhost:8080",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void a_form_that_another_site_sent_is_refused_even_with_its_token(String header, String value) {
        String token = browser.formToken();
        assertEquals(
                403,
                browser.post("/sign-in/huggingface", Map.of("form", token), header, value)
                        .statusCode());
    }

    @Test
    void a_form_that_the_own_page_sent_is_accepted() {
        HttpResponse<String> answer = browser.post(
                "/sign-in/huggingface",
                Map.of("form", browser.formToken()),
                "Origin",
                console.uri().toString(),
                "Sec-Fetch-Site",
                "same-origin");
        assertEquals(303, answer.statusCode());
        assertEquals("localhost", TestBrowser.location(answer).getHost());
    }

    @Test
    void a_form_that_was_open_for_more_than_an_hour_is_refused() {
        String token = browser.formToken();
        clock.move(Duration.ofMinutes(61));
        assertEquals(
                403, browser.post("/sign-in/huggingface", Map.of("form", token)).statusCode());
    }

    @Test
    void an_unknown_connection_is_no_page() {
        HttpResponse<String> begun = browser.post("/sign-in/unknown", Map.of("form", browser.formToken()));
        assertEquals(404, begun.statusCode());
        assertTrue(begun.body().contains("There is no such page"));
        assertEquals(404, browser.get("/callback/unknown?code=a&state=b").statusCode());
        assertEquals(0, provider.count(Endpoint.AUTHORIZATION));
    }

    @Test
    void T17_a_person_who_declines_is_told_so() {
        HttpResponse<String> answer = browser.get(provider.deny(browser.begin()));
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("You declined"));
        assertFalse(answer.body().contains("The user denied the request"), "the provider's own words are not shown");
        assertEquals(0, provider.count(Endpoint.TOKEN));
        assertEquals("", log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void T12_an_expired_callback_is_no_longer_valid() {
        URI callback = provider.authorize(browser.begin(), Persona.VERIFIED_EMAIL);
        clock.move(Duration.ofMinutes(11));
        refusedAsNoLongerValid(browser.get(callback));
        assertEquals(0, provider.count(Endpoint.TOKEN));
    }

    @Test
    void T13_a_repeated_callback_is_no_longer_valid_and_the_code_is_not_sent_again() {
        URI callback = provider.authorize(browser.begin(), Persona.VERIFIED_EMAIL);
        assertEquals(303, browser.get(callback).statusCode());
        refusedAsNoLongerValid(browser.get(callback));
        assertEquals(1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void T14_a_callback_in_another_browser_is_no_longer_valid_and_does_not_use_the_sign_in_up() {
        URI callback = provider.authorize(browser.begin(), Persona.VERIFIED_EMAIL);
        TestBrowser other = new TestBrowser(console);
        refusedAsNoLongerValid(other.get(callback));
        other.get("/");
        refusedAsNoLongerValid(other.get(callback));
        assertEquals(0, provider.count(Endpoint.TOKEN));
        assertEquals(303, browser.get(callback).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?", "?state=", "?code=a", "?state=a&state=b&code=c", "?%zz=1", "?code=a&state=unknown"})
    void a_callback_that_nobody_can_have_begun_is_no_longer_valid(String query) throws Exception {
        browser.get("/");
        String answer = raw("GET /callback/huggingface" + query + " HTTP/1.1\r\nHost: "
                + console.uri().getAuthority() + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    @Test
    void a_failure_shows_a_reference_and_the_log_has_the_facts_beside_it() {
        provider.next(Endpoint.TOKEN, ProviderFault.error(400, "invalid_grant", "canary of the provider"));
        HttpResponse<String> answer = browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertEquals(502, answer.statusCode());
        Matcher reference = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}").matcher(answer.body());
        assertTrue(reference.find(), answer.body());
        for (String fact : List.of("invalid_grant", "PROVIDER_ERROR", "token", "canary")) {
            assertFalse(answer.body().contains(fact), fact);
        }
        String logged = log.toString(StandardCharsets.UTF_8);
        assertTrue(logged.contains(reference.group()), logged);
        assertTrue(logged.contains("PROVIDER_ERROR"), logged);
        assertTrue(logged.contains("oauth_error=invalid_grant"), logged);
        assertFalse(logged.contains("canary"), logged);
    }

    @Test
    void each_kind_of_failure_has_a_page_that_says_whose_turn_it_is() {
        provider.next(Endpoint.TOKEN, ProviderFault.unreachable());
        HttpResponse<String> unavailable = browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertEquals(502, unavailable.statusCode());
        assertTrue(unavailable.body().contains("Hugging Face could not be reached"));

        provider.next(Endpoint.TOKEN, ProviderFault.error(401, "invalid_client", "no"));
        HttpResponse<String> misconfigured = browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertEquals(500, misconfigured.statusCode());
        assertTrue(misconfigured.body().contains("Sign-in is not set up correctly"));

        provider.next(Endpoint.TOKEN, ProviderFault.text(200, "text/html", "<p>hello"));
        HttpResponse<String> unusable = browser.signIn(provider, Persona.VERIFIED_EMAIL);
        assertEquals(502, unusable.statusCode());
        assertTrue(unusable.body().contains("Sign-in failed"));
        assertEquals(303, browser.get("/profile").statusCode(), "nobody is signed in");
    }

    @Test
    void a_failed_sign_in_leaves_the_session_that_there_was() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        browser.get(provider.deny(browser.begin()));
        assertTrue(browser.get("/profile").body().contains("Ada Example"));
    }

    @Test
    void what_the_provider_says_is_shown_as_text() {
        Persona hostile = Persona.of("5f0c1a2b3d4e5f6071829399", "mallory", "<script>alert(1)</script>")
                .withEmail("\"><img src=x onerror=alert(1)>@example.org", true);
        browser.signIn(provider, hostile);
        String page = browser.get("/profile").body();
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("<img src=x"));
        assertTrue(page.contains("&lt;script&gt;"));
    }

    @Test
    void a_picture_from_elsewhere_is_allowed_by_its_origin_alone() {
        Persona elsewhere = Persona.VERIFIED_EMAIL.withUserinfo(Map.of(
                "sub", Persona.VERIFIED_EMAIL.subject(), "picture", "https://avatars.example/a.png?x=1;script-src"));
        browser.signIn(provider, elsewhere);
        String policy = browser.get("/profile")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
        assertTrue(policy.contains("img-src 'self' https://avatars.example;"), policy);
        assertFalse(policy.contains("script-src"), policy);
    }

    @Test
    void a_picture_whose_address_would_change_the_policy_is_not_shown() {
        Persona hostile = Persona.VERIFIED_EMAIL.withUserinfo(Map.of(
                "sub", Persona.VERIFIED_EMAIL.subject(), "picture", "https://x;script-src@avatars.example/a.png"));
        browser.signIn(provider, hostile);
        HttpResponse<String> page = browser.get("/profile");
        assertEquals(200, page.statusCode());
        assertTrue(header(page, "Content-Security-Policy").contains("img-src 'self';"));
        assertFalse(page.body().contains("src=\"https://x"));
    }

    @Test
    void every_response_carries_the_headers_that_protect_it() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        browser.get("/profile");
        browser.get("/console.css");
        browser.get("/mark.svg");
        browser.get("/logo/huggingface/light.svg");
        browser.get("/signed-out");
        browser.get("/nothing");
        browser.get("/callback/huggingface");
        browser.method("PUT", "/");
        browser.method("HEAD", "/");
        browser.post("/sign-in/huggingface", Map.of());
        browser.post("/sign-in/huggingface", Map.of("form", TOO_LONG));
        for (HttpResponse<String> response : browser.seen()) {
            String at = response.uri().getPath() + " " + response.statusCode();
            String policy = header(response, "Content-Security-Policy");
            assertTrue(policy.startsWith("default-src 'none'"), at);
            assertFalse(policy.contains("script-src"), at);
            assertEquals("no-store", header(response, "Cache-Control"), at);
            assertEquals("nosniff", header(response, "X-Content-Type-Options"), at);
            assertEquals("same-origin", header(response, "Cross-Origin-Opener-Policy"), at);
            assertEquals(
                    response.uri().getPath().startsWith("/callback") ? "no-referrer" : "same-origin",
                    header(response, "Referrer-Policy"),
                    at);
            assertEquals(Optional.empty(), response.headers().firstValue("Server"), at);
            if (header(response, "Content-Type").startsWith("text/html")) {
                assertTrue(policy.contains("frame-ancestors 'none'"), at);
                assertTrue(policy.contains("form-action 'self' " + provider.issuer()), at);
                assertTrue(policy.contains("base-uri 'none'"), at);
                assertFalse(response.body().contains("<script"), at);
                assertFalse(response.body().contains("style="), at);
            }
        }
    }

    @Test
    void cookies_are_kept_from_scripts_and_from_other_sites() {
        browser.signIn(provider, Persona.VERIFIED_EMAIL);
        List<String> cookies = browser.seen().stream()
                .flatMap(response -> response.headers().allValues("Set-Cookie").stream())
                .toList();
        assertFalse(cookies.isEmpty());
        cookies.forEach(cookie -> {
            assertTrue(cookie.contains("; HttpOnly"), cookie);
            assertTrue(cookie.contains("; SameSite=Lax"), cookie);
            assertTrue(cookie.contains("; Path=/"), cookie);
            assertFalse(cookie.contains("Domain"), cookie);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /, 'GET, HEAD'",
        "POST, /profile, 'GET, HEAD'",
        "GET, /sign-out, POST",
        "GET, /sign-in/huggingface, POST",
        "HEAD, /callback/huggingface, GET",
        "POST, /callback/huggingface, 'GET, HEAD'"
    })
    void a_page_takes_only_the_methods_it_is_meant_for(String method, String path, String allowed) {
        HttpResponse<String> answer = browser.method(method, path);
        assertEquals(405, answer.statusCode());
        assertEquals(allowed, header(answer, "Allow"));
    }

    @Test
    void looking_at_a_callback_without_following_it_does_not_use_it_up() {
        URI callback = provider.authorize(browser.begin(), Persona.VERIFIED_EMAIL);
        assertEquals(
                405,
                browser.method("HEAD", callback.getRawPath() + "?" + callback.getRawQuery())
                        .statusCode());
        assertEquals(303, browser.get(callback).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example", "127.0.0.1", "localhost:1", "127.0.0.1.attacker.example"})
    void a_page_under_another_host_name_is_refused(String host) {
        String answer = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
        assertFalse(answer.contains("Set-Cookie"), answer);
    }

    @Test
    void localhost_leads_to_the_proper_address_without_what_the_query_carries() {
        String localhost = "localhost:" + console.uri().getPort();
        String answer = raw("GET /callback/huggingface?code=canary HTTP/1.1\r\nHost: " + localhost
                + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 307"), answer);
        assertTrue(answer.contains("Location: " + console.uri() + "/\r\n"), answer);
        assertFalse(answer.contains("canary"), answer);
    }

    @Test
    void requests_that_are_too_large_are_refused_with_a_page() {
        HttpResponse<String> body = browser.post("/sign-in/huggingface", Map.of("form", TOO_LONG));
        assertEquals(413, body.statusCode());
        assertTrue(body.body().contains("The request was not understood"));
        String header = raw("GET / HTTP/1.1\r\nHost: " + console.uri().getAuthority() + "\r\nX: " + "x".repeat(100_000)
                + "\r\nConnection: close\r\n\r\n");
        assertTrue(header.startsWith("HTTP/1.1 431"), header);
        assertTrue(header.contains("Content-Security-Policy: default-src 'none'"), header);
        assertFalse(header.toLowerCase(java.util.Locale.ROOT).contains("jetty"), header);
    }

    private static void refusedAsNoLongerValid(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains(NO_LONGER_VALID), answer.body());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** A request as bytes: Java's client neither lets a test choose the Host header nor send what is malformed. */
    private String raw(String request) {
        try (Socket socket = new Socket("127.0.0.1", console.uri().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static final class MovableClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration more) {
            ahead = ahead.plus(more);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}
