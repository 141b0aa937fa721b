package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;

/** Sign-in with Spring Authorization Server, a provider that nobody here wrote. */
class SpringAuthorizationServerTest {
    private static final Chromium CHROMIUM = new Chromium();

    private static Website website;
    private static SpringProvider provider;

    private Application application;

    @BeforeAll
    static void startProvider(@TempDir Path directory) throws Exception {
        website = Website.open("127.0.0.1");
        provider = SpringProvider.start(directory, website);
    }

    @AfterAll
    static void stopProvider() throws LifecycleException {
        provider.close();
        website.close();
        CHROMIUM.close();
    }

    @BeforeEach
    void start() throws IOException {
        application = client(SpringProvider.CONFIDENTIAL, SpringProvider.SECRET);
    }

    @AfterEach
    void stop() {
        CHROMIUM.forget();
        application.close();
    }

    @Test
    void a_person_signs_in_with_a_confidential_client() throws Exception {
        SignInResult result = signIn("ada");

        SocialProfile profile = result.profile();
        assertEquals(new Identity(provider.issuer(), "ada"), result.identity());
        assertEquals(Optional.of("ADA"), profile.name());
        assertEquals(Optional.of("ada"), profile.username());
        assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), profile.email());
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Check.CALLBACK_ISSUER)),
                result.assurance().checks());
        assertTrue(result.tokens().orElseThrow().expiresAt().isPresent());
    }

    @Test
    void a_person_signs_in_with_a_public_client() throws Exception {
        Map<String, Object> config = configuration(SpringProvider.PUBLIC, "");
        config.remove("clientSecret");
        try (Application publicOne = new Application(website, "oidc", config)) {
            SignInResult result = publicOne.complete(callback(publicOne, "ben")).result();

            assertEquals(new Identity(provider.issuer(), "ben"), result.identity());
            assertEquals(
                    Optional.of(new EmailAddress("ben@example.org", false)),
                    result.profile().email());
            assertEquals(
                    Optional.empty(),
                    result.tokens().orElseThrow().refreshToken(),
                    "this provider gives public clients none");
        }
    }

    @Test
    void a_person_signs_in_where_the_endpoints_are_written_down() throws Exception {
        Map<String, Object> config = configuration(SpringProvider.CONFIDENTIAL, SpringProvider.SECRET);
        config.putAll(Map.of(
                "endpoints", "manual",
                "authorizationEndpoint", provider.issuer() + "/oauth2/authorize",
                "tokenEndpoint", provider.issuer() + "/oauth2/token",
                "jwksUri", provider.issuer() + "/oauth2/jwks",
                "userinfoEndpoint", provider.issuer() + "/userinfo"));
        try (Application manual = new Application(website, "oidc", config)) {
            SignInResult result = manual.complete(callback(manual, "ada")).result();

            assertEquals(signIn("ada").identity(), result.identity());
            assertEquals(Optional.of("ada"), result.profile().username());
            assertEquals(0, manual.count("/.well-known/openid-configuration"));
        }
    }

    @Test
    void a_person_types_a_password_in_chromium_agrees_and_is_signed_in() {
        Page page = logIn("grace");
        page.locator("[name=scope][value=profile]").check();
        page.locator("[name=scope][value=email]").check();
        page.locator("#submit-consent").click();

        assertEquals("Signed in: grace", said(page));
    }

    @Test
    void a_person_who_cancels_in_chromium_is_not_signed_in() {
        Page page = logIn("eve");
        page.locator("#cancel-consent").click();

        assertEquals("ACCESS_DENIED", said(page));
        assertEquals(0, application.count("/oauth2/token"));
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        CallbackParameters callback = callback(application, "ada");
        application.complete(callback);

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> application.complete(callback));
        assertEquals(1, application.count("/oauth2/token"));
    }

    @Test
    void T21_a_code_of_another_sign_in_is_refused_by_the_provider() throws Exception {
        CallbackParameters one = callback(application, "ada");
        CallbackParameters other = callback(application, "ada");
        CallbackParameters mixed =
                CallbackParameters.of(Map.of("code", one.all("code"), "state", other.all("state")), Arrival.QUERY);

        ConnectorException refused = assertCode(ErrorCode.PROVIDER_ERROR, () -> application.complete(mixed));
        assertTrue(refused.toString().contains("invalid_grant"), refused::toString);
    }

    @Test
    void T22_a_wrong_client_secret_is_the_administrators_business() throws Exception {
        try (Application wrong = client(SpringProvider.CONFIDENTIAL, "canary:another")) {
            CallbackParameters callback = callback(wrong, "ada");

            ConnectorException refused = assertCode(ErrorCode.INVALID_CONFIGURATION, () -> wrong.complete(callback));
            assertFalse(refused.toString().contains("canary"), refused::toString);
        }
    }

    @Test
    void tokens_are_refreshed_and_a_rotated_refresh_token_is_used_up() throws Exception {
        SignInResult result = signIn("ada");
        TokenSet first = result.tokens().orElseThrow();
        TokenRefresh refresh = application.capability(TokenRefresh.class);
        RefreshRequest request =
                RefreshRequest.of(result.identity(), first.refreshToken().orElseThrow());

        TokenSet second = refresh.refresh(request);

        assertNotEquals(first.accessToken(), second.accessToken());
        assertNotEquals(first.refreshToken(), second.refreshToken());
        assertTrue(second.idToken().isPresent(), "this provider sends a new ID token too");
        assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(request));
    }

    @Test
    void a_refresh_that_answers_for_somebody_else_is_refused() throws Exception {
        TokenRefresh refresh = application.capability(TokenRefresh.class);
        RefreshRequest request = RefreshRequest.of(
                new Identity(provider.issuer(), "ben"),
                signIn("ada").tokens().flatMap(TokenSet::refreshToken).orElseThrow());

        assertCode(ErrorCode.IDENTITY_MISMATCH, () -> refresh.refresh(request));
    }

    @Test
    void T38_a_new_signing_key_is_fetched_once_and_people_still_sign_in() throws Exception {
        signIn("ada");
        signIn("ada");
        assertEquals(1, application.count("/oauth2/jwks"));

        provider.rotateKey();
        signIn("ada");
        signIn("ada");
        assertEquals(2, application.count("/oauth2/jwks"));
    }

    private static Application client(String id, String secret) throws IOException {
        return new Application(website, "oidc", configuration(id, secret));
    }

    private static Map<String, Object> configuration(String clientId, String secret) throws IOException {
        return ProviderPage.read("spring-authorization-server.md")
                .configuration(Map.of("issuer", provider.issuer(), "clientId", clientId, "clientSecret", secret));
    }

    /** In Chromium, to the page that asks for consent. */
    private Page logIn(String person) {
        website.serve(application);
        Page page = CHROMIUM.person();
        page.navigate(website.signIn().toString());
        page.locator("[name=username]").fill(person);
        page.locator("[name=password]").fill(SpringProvider.PASSWORD);
        page.locator("[type=submit]").click();
        return page;
    }

    private static String said(Page page) {
        page.waitForURL(address -> address.startsWith(website.redirectUri().toString()));
        return page.innerText("body");
    }

    /** Enters the password if asked to, and agrees if the person has not done so yet. */
    private static CallbackParameters callback(Application application, String person)
            throws IOException, InterruptedException {
        Browser browser = application.browser();
        Browser.Page page = application.begin(application.request().build());
        if (page.status() != 0) {
            page = browser.submit(
                    page, Map.of("username", List.of(person), "password", List.of(SpringProvider.PASSWORD)));
        }
        return (page.status() == 0 ? page : browser.submit(page, Map.of("scope", List.of("profile", "email"))))
                .callback();
    }

    private SignInResult signIn(String person) throws IOException, InterruptedException {
        return application.complete(callback(application, person)).result();
    }

    private static ConnectorException assertCode(ErrorCode code, Executable action) {
        ConnectorException refused = assertThrows(ConnectorException.class, action);
        assertEquals(code, refused.code(), refused::toString);
        return refused;
    }
}
