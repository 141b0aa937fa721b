package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.checks.interop.Website.Callback;

/** What works, beyond that, with people who sit before a real browser: the system's Chromium. */
abstract class ProviderPagesContract extends ProviderContract {
    private static final String ANOTHER_SITE = "https://elsewhere.example/";
    private static final String POST = """
            ([address, parameters]) => {
                const form = document.createElement("form");
                form.method = "post";
                form.action = address;
                new URLSearchParams(parameters).forEach((value, name) => {
                    const field = document.createElement("input");
                    field.name = name;
                    field.value = value;
                    form.append(field);
                });
                document.body.append(form);
                form.submit();
            }
            """;

    private final Chromium chromium = new Chromium();

    @AfterAll
    void quit() {
        chromium.close();
    }

    @AfterEach
    void forget() {
        chromium.forget();
    }

    @Test
    void T13_a_person_types_a_password_and_is_signed_in_once() {
        try (Application application = confidential(Map.of())) {
            Page page = begin(application, website().signIn());
            assertTrue(page.url().startsWith(provider().issuer()), page.url());
            provider().signIn(page, "ada");

            assertEquals("Signed in: ada", said(page));
            page.reload();
            assertEquals("SIGN_IN_NOT_PENDING", said(page));
            assertEquals(1, application.count("/token"));
        }
    }

    @Test
    void a_person_who_declines_is_not_signed_in() {
        try (Application application = client("declined", "canary:declined", Map.of())) {
            Page page = begin(application, website().signIn());
            provider().decline(page, "eve");

            assertEquals("ACCESS_DENIED", said(page));
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void a_callback_arrives_as_a_form_that_another_site_posts() {
        try (Application application = formPost()) {
            Page page = begin(application, website().secureSignIn());
            provider().signIn(page, "ada");

            assertEquals("Signed in: ada", said(page));
            assertEquals(website().secureRedirectUri().toString(), page.url(), "the code is in no address");
            Callback callback = website().callbacks().get(0);
            assertEquals("POST", callback.method());
            assertEquals(Set.of(Website.formCookie()), callback.cookies(), "no other cookie comes along");
        }
    }

    @Test
    void T13_a_form_that_is_posted_again_is_refused_and_the_code_is_not_sent_again() {
        try (Application application = formPost()) {
            Page page = begin(application, website().secureSignIn());
            provider().signIn(page, "ada");
            assertEquals("Signed in: ada", said(page));

            String form = website().callbacks().get(0).parameters();
            assertEquals("SIGN_IN_NOT_PENDING", post(page, form));
            Callback again = website().callbacks().get(1);
            assertEquals(Set.of(Website.formCookie()), again.cookies(), "the browser is the right one");
            assertEquals(1, application.count("/token"));
        }
    }

    @Test
    void T14_a_form_without_the_browsers_cookie_is_refused_and_the_code_is_not_sent() {
        try (Application application = formPost()) {
            Page page = begin(application, website().secureSignIn());
            page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName(Website.formCookie()));
            provider().signIn(page, "ada");

            assertEquals("SIGN_IN_NOT_PENDING", said(page));
            assertEquals(Set.of(), website().callbacks().get(0).cookies());
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void T14_a_form_of_an_attacker_is_refused_in_the_browser_of_a_victim_who_is_signing_in() {
        try (Application application = formPost()) {
            Page attacker = begin(application, website().secureSignIn());
            List<String> forms = new ArrayList<>();
            attacker.route(website().secureRedirectUri().toString(), route -> {
                forms.add(route.request().postData());
                route.fulfill(new Route.FulfillOptions().setBody("kept"));
            });
            provider().signIn(attacker, "eve");
            assertEquals("kept", said(attacker));
            Page victim = begin(application, website().secureSignIn());

            assertEquals("SIGN_IN_NOT_PENDING", post(victim, forms.get(0)));
            Callback forged = website().callbacks().get(0);
            assertEquals(Set.of(Website.formCookie()), forged.cookies(), "the victim has a key, but not this one");
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void a_form_cannot_arrive_over_plain_http() {
        try (Application application = formPost()) {
            Page page = begin(application, website().signIn());

            assertEquals("INVALID_CONFIGURATION", page.innerText("body"));
            assertEquals(website().signIn().toString(), page.url(), "the browser was sent nowhere");
        }
    }

    @Test
    void a_person_who_signed_out_at_the_provider_has_to_sign_in_again() throws Exception {
        try (Application application = confidential(Map.of())) {
            Page page = begin(application, website().signIn());
            provider().signIn(page, "ada");
            said(page);
            page.navigate(website().signIn().toString());
            assertEquals("Signed in: ada", said(page), "the provider still knows the person");

            TokenSet tokens = website().signedIn().get(0).tokens().orElseThrow();
            Secret state = Secret.random();
            URI address = application
                    .capability(LogoutUrl.class)
                    .logoutUrl(LogoutRequest.create()
                            .idToken(tokens.idToken().orElseThrow())
                            .returnTo(website().goodbye(), state));
            page.navigate(address.toString());
            provider().signOut(page);

            page.waitForURL(website().goodbye() + "?state=" + state.reveal());
            page.navigate(website().signIn().toString());
            assertTrue(page.url().startsWith(provider().issuer()), page.url());
        }
    }

    @Test
    void a_person_signs_in_on_a_device_without_a_browser() throws Exception {
        try (Application application = client("device", "canary:device", Map.of("pkceOnDevices", true))) {
            DeviceSignIn device = application.capability(DeviceSignIn.class);
            DeviceAuthorization authorization = device.start(List.of("openid", "profile", "email"));
            Page page = chromium.person();
            page.navigate(authorization.completeVerificationUri().orElseThrow().toString());

            provider().allowDevice(page, "ada");

            DeviceProgress progress = device.poll(authorization);
            assertEquals(
                    Optional.of("ada"),
                    progress.result().orElseThrow().profile().username());
        }
    }

    private Application formPost() {
        return confidential(Map.of("responseMode", "form_post"));
    }

    /** A new person, who begins to sign in. */
    private Page begin(Application application, URI signIn) {
        website().serve(application);
        Page page = chromium.person();
        page.navigate(signIn.toString());
        return page;
    }

    /** What the application says when the browser is back. */
    private String said(Page page) {
        page.waitForURL(address -> address.startsWith(website().redirectUri().toString())
                || address.startsWith(website().secureRedirectUri().toString()));
        return page.innerText("body");
    }

    /** What the application says to a form that another site has the same browser post. */
    private String post(Page page, String parameters) {
        page.route(ANOTHER_SITE, route -> route.fulfill(new Route.FulfillOptions().setBody("")));
        page.navigate(ANOTHER_SITE);
        page.evaluate(POST, List.of(website().secureRedirectUri().toString(), parameters));
        return said(page);
    }
}
