package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.checks.interop.Browser.Page;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.connection.Connections;
import org.socialconnectors.core.http.HttpClientTransport;
import org.socialconnectors.core.registry.ConnectorRegistry;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.MemoryPendingSignIns;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.core.signin.SignIns;

/** Sign-in with Spring Authorization Server, a provider that nobody here wrote. */
class SpringAuthorizationServerTest {
    private static SpringProvider provider;

    private final List<String> requestedPaths = new CopyOnWriteArrayList<>();
    private final Browser browser = new Browser(SpringProvider.REDIRECT_URI);
    private HttpClientTransport http;
    private Connections connections;
    private SignIns signIns;

    @BeforeAll
    static void startProvider(@TempDir Path directory) throws LifecycleException {
        provider = SpringProvider.start(directory);
    }

    @AfterAll
    static void stopProvider() throws LifecycleException {
        provider.close();
    }

    @BeforeEach
    void start() {
        http = HttpClientTransport.builder().build();
        HttpTransport watched = request -> {
            requestedPaths.add(request.uri().getPath());
            return http.send(request);
        };
        ConnectorRegistry<SocialConnectorFactory> registry =
                ConnectorRegistry.of(List.of(new SpringConnectorFactory()));
        connections = new Connections(registry, watched);
        signIns = new SignIns(connections, new MemoryPendingSignIns());
        connections.put(confidential(SpringProvider.SECRET));
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void a_person_signs_in_with_a_confidential_client() throws Exception {
        CompletedSignIn signIn = signIn("ada");

        SocialProfile profile = signIn.result().profile();
        assertEquals(new Identity(provider.issuer(), "ada"), signIn.result().identity());
        assertEquals(Optional.of("ADA"), profile.name());
        assertEquals(Optional.of("ada"), profile.username());
        assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), profile.email());
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Check.CALLBACK_ISSUER)),
                signIn.result().assurance().checks());
        assertTrue(signIn.result().tokens().orElseThrow().expiresAt().isPresent());
    }

    @Test
    void a_person_signs_in_with_a_public_client() throws Exception {
        connections.put(settings(Map.of("clientId", SpringProvider.PUBLIC)));
        CompletedSignIn signIn = signIn("ben");

        assertEquals(new Identity(provider.issuer(), "ben"), signIn.result().identity());
        assertEquals(
                Optional.of(new EmailAddress("ben@example.org", false)),
                signIn.result().profile().email());
        assertEquals(
                Optional.empty(),
                signIn.result().tokens().orElseThrow().refreshToken(),
                "this provider gives public clients none");
    }

    @Test
    void a_person_who_denies_is_not_signed_in() throws Exception {
        CallbackParameters denial = browser.submit(logIn("eve"), Map.of()).callback();

        assertCode(ErrorCode.ACCESS_DENIED, () -> complete(denial));
        assertEquals(List.of(), requestedPaths);
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        CallbackParameters callback = callback("ada");
        complete(callback);

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(callback));
        assertEquals(1, count("/oauth2/token"));
    }

    @Test
    void T21_a_code_of_another_sign_in_is_refused_by_the_provider() throws Exception {
        CallbackParameters one = callback("ada");
        CallbackParameters other = callback("ada");
        CallbackParameters mixed =
                CallbackParameters.of(Map.of("code", one.all("code"), "state", other.all("state")), Arrival.QUERY);

        ConnectorException refused = assertCode(ErrorCode.PROVIDER_ERROR, () -> complete(mixed));
        assertTrue(refused.toString().contains("invalid_grant"), refused::toString);
    }

    @Test
    void T22_a_wrong_client_secret_is_the_administrators_business() throws Exception {
        connections.put(confidential("canary:another"));
        CallbackParameters callback = callback("ada");

        ConnectorException refused = assertCode(ErrorCode.INVALID_CONFIGURATION, () -> complete(callback));
        assertFalse(refused.toString().contains("canary"), refused::toString);
    }

    @Test
    void tokens_are_refreshed_and_a_rotated_refresh_token_is_used_up() throws Exception {
        CompletedSignIn signIn = signIn("ada");
        TokenSet first = signIn.result().tokens().orElseThrow();
        TokenRefresh refresh = connections
                .get("spring")
                .connector()
                .capability(TokenRefresh.class)
                .orElseThrow();
        RefreshRequest request = RefreshRequest.of(
                signIn.result().identity(), first.refreshToken().orElseThrow());

        TokenSet second = refresh.refresh(request);

        assertNotEquals(first.accessToken(), second.accessToken());
        assertNotEquals(first.refreshToken(), second.refreshToken());
        assertTrue(second.idToken().isPresent(), "this provider sends a new ID token too");
        assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(request));
    }

    @Test
    void a_refresh_that_answers_for_somebody_else_is_refused() throws Exception {
        CompletedSignIn signIn = signIn("ada");
        TokenRefresh refresh = connections
                .get("spring")
                .connector()
                .capability(TokenRefresh.class)
                .orElseThrow();
        RefreshRequest request = RefreshRequest.of(
                new Identity(provider.issuer(), "ben"),
                signIn.result().tokens().flatMap(TokenSet::refreshToken).orElseThrow());

        assertCode(ErrorCode.IDENTITY_MISMATCH, () -> refresh.refresh(request));
    }

    @Test
    void a_new_signing_key_is_fetched_once_and_people_still_sign_in() throws Exception {
        signIn("ada");
        signIn("ada");
        assertEquals(1, count("/oauth2/jwks"));

        provider.rotateKey();
        signIn("ada");
        signIn("ada");
        assertEquals(2, count("/oauth2/jwks"));
    }

    private static ConnectionSettings confidential(String secret) {
        return settings(Map.of("clientId", SpringProvider.CONFIDENTIAL, "clientSecret", secret));
    }

    private static ConnectionSettings settings(Map<String, String> client) {
        Map<String, String> config = new HashMap<>(client);
        config.put("issuer", provider.issuer());
        return ConnectionSettings.of("spring", "spring")
                .redirectUris(SpringProvider.REDIRECT_URI.toString())
                .config(config);
    }

    /** To the page after the password, which asks for consent if the person has not given it yet. */
    private Page logIn(String person) throws IOException, InterruptedException {
        URI location = signIns.begin("spring", browser.key(), SignInRequest.to(SpringProvider.REDIRECT_URI))
                .location();
        Page page = browser.open(location);
        return page.status() == 0
                ? page
                : browser.submit(
                        page, Map.of("username", List.of(person), "password", List.of(SpringProvider.PASSWORD)));
    }

    private CallbackParameters callback(String person) throws IOException, InterruptedException {
        Page page = logIn(person);
        return (page.status() == 0 ? page : browser.submit(page, Map.of("scope", List.of("profile", "email"))))
                .callback();
    }

    private CompletedSignIn complete(CallbackParameters callback) throws InterruptedException {
        return signIns.complete("spring", browser.key(), callback);
    }

    private CompletedSignIn signIn(String person) throws IOException, InterruptedException {
        return complete(callback(person));
    }

    private long count(String path) {
        return requestedPaths.stream().filter(path::equals).count();
    }

    private static ConnectorException assertCode(ErrorCode code, Executable action) {
        ConnectorException refused = assertThrows(ConnectorException.class, action);
        assertEquals(code, refused.code(), refused::toString);
        return refused;
    }
}
