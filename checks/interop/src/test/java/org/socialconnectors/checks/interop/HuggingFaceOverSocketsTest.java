package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.connection.ConnectionSettings;
import org.socialconnectors.core.signin.CompletedSignIn;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.huggingface.HuggingFaceProfile;
import org.socialconnectors.huggingface.HuggingFaceSpace;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;
import org.socialconnectors.simulator.SimulatedServer;

/** The whole sign-in with Hugging Face as an application sees it, against the simulated provider on a port of its own. */
class HuggingFaceOverSocketsTest {
    private static final String CONNECTOR = "huggingface-universal";
    private static final URI REDIRECT_URI = URI.create("http://127.0.0.1:8080/callback/hub");
    private static final URI OTHER_REDIRECT_URI = URI.create("http://127.0.0.1:8080/callback/other");
    private static final String SECRET = "canary:app+secret/%é";
    private static final Set<String> SCOPES = Set.of("openid", "profile", "email");

    private SimulatedServer server;
    private SimulatedProvider provider;
    private Host host;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        List<URI> redirectUris = List.of(REDIRECT_URI, OTHER_REDIRECT_URI);
        server = SimulatedServer.start(
                0,
                issuer -> SimulatedProvider.huggingFace(issuer)
                        .client(SimulatedClient.confidential("confidential", Secret.of(SECRET), redirectUris, SCOPES))
                        .client(SimulatedClient.withoutSecret("public", redirectUris, SCOPES))
                        .build());
        provider = server.provider();
        host = Host.wiredByHand();
        host.connections().put(confidential("openid profile email"));
        browser = new Browser(REDIRECT_URI);
    }

    @AfterEach
    void stop() {
        host.close();
        server.close();
    }

    @Test
    void a_person_with_a_verified_address_signs_in() throws Exception {
        CompletedSignIn signIn = signIn(Persona.VERIFIED_EMAIL);

        SocialProfile profile = signIn.result().profile();
        assertEquals(
                new Identity(server.uri().toString(), Persona.VERIFIED_EMAIL.subject()),
                signIn.result().identity());
        assertEquals(Optional.of("Ada Example"), profile.name());
        assertEquals(Optional.of("ada"), profile.username());
        assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), profile.email());
        assertEquals(Optional.of(URI.create(server.uri() + "/ada")), profile.page());
        assertEquals(
                Optional.of(URI.create("https://ada.example.org")),
                HuggingFaceProfile.of(profile).website());
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Check.CALLBACK_ISSUER)),
                signIn.result().assurance().checks());
        assertEquals(
                Optional.of("openid profile email"), signIn.result().tokens().flatMap(TokenSet::grantedScope));
    }

    @Test
    void an_address_that_nobody_verified_is_not_verified() throws Exception {
        assertEquals(
                Optional.of(new EmailAddress("ben@example.org", false)),
                signIn(Persona.UNVERIFIED_EMAIL).result().profile().email());
    }

    @Test
    void a_person_without_an_address_signs_in() throws Exception {
        SocialProfile profile = signIn(Persona.NO_EMAIL).result().profile();

        assertEquals(Optional.of("Chloé Exemple"), profile.name());
        assertEquals(Optional.empty(), profile.email());
    }

    @Test
    void what_only_hugging_face_says_is_read_through_its_own_view() throws Exception {
        HuggingFaceProfile profile = HuggingFaceProfile.of(
                signIn(Persona.PRO_WITH_ORGANIZATIONS).result().profile());

        assertTrue(profile.isPro());
        assertFalse(profile.canPay(), "the scope read-billing was not asked for");
        HuggingFaceProfile.Organization labs = profile.organizations().get(0);
        HuggingFaceProfile.Organization models = profile.organizations().get(1);
        assertEquals(2, profile.organizations().size());
        assertEquals(Optional.of("60a1b2c3d4e5f60718293a01"), labs.subject());
        assertEquals(Optional.of("Example Labs"), labs.name());
        assertEquals(Optional.of("example-labs"), labs.username());
        assertEquals(Optional.of("admin"), labs.role());
        assertEquals(Optional.of("enterprise"), labs.plan());
        assertEquals(List.of("mfa"), labs.securityRestrictions());
        assertEquals(List.of("sso", "ip"), models.securityRestrictions());
    }

    @Test
    void a_renamed_person_keeps_the_identity() throws Exception {
        CompletedSignIn before = signIn(Persona.VERIFIED_EMAIL);
        CompletedSignIn after = signIn(Persona.RENAMED);

        assertEquals(before.result().identity(), after.result().identity());
        assertNotEquals(
                before.result().profile().username(), after.result().profile().username());
    }

    @Test
    void the_identity_does_not_depend_on_the_scopes() throws Exception {
        Identity verified = signIn(Persona.VERIFIED_EMAIL).result().identity();
        host.connections().put(confidential("profile"));
        CompletedSignIn userinfoOnly = signIn(Persona.VERIFIED_EMAIL);

        assertEquals(verified, userinfoOnly.result().identity());
        assertEquals(Set.of(Check.PKCE), userinfoOnly.result().assurance().checks());
        assertEquals(Optional.empty(), userinfoOnly.result().profile().email());
    }

    @Test
    void what_the_application_stated_comes_back() throws Exception {
        SignInRequest request = SignInRequest.builder(REDIRECT_URI)
                .returnTo("/basket?step=2")
                .hostState("42 items")
                .build();
        CompletedSignIn signIn = complete(
                consent(host.signIns().begin("hub", browser.key(), request).location()));

        assertEquals("hub", signIn.connectionId());
        assertEquals(Optional.of("/basket?step=2"), signIn.returnTo());
        assertEquals(Optional.of("42 items"), signIn.hostState());
    }

    @Test
    void a_person_who_denies_is_not_signed_in() throws Exception {
        CallbackParameters denial = browser.submit(browser.open(begin("hub")), Map.of("decision", List.of("deny")))
                .callback();

        assertCode(ErrorCode.ACCESS_DENIED, () -> complete(denial));
        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(denial));
        assertEquals(0, provider.count(Endpoint.TOKEN));
    }

    @Test
    void two_tabs_may_finish_in_reverse_order() throws Exception {
        URI first = begin("hub");
        URI second = begin("hub");
        CallbackParameters firstCallback = consent(first);
        CallbackParameters secondCallback = consent(second);

        assertEquals("hub", complete(secondCallback).connectionId());
        assertEquals("hub", complete(firstCallback).connectionId());
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        CallbackParameters callback = consent(begin("hub"));
        complete(callback);

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(callback));
        assertEquals(1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void T14_a_callback_in_another_browser_is_refused() throws Exception {
        CallbackParameters callback = consent(begin("hub"));
        Browser victim = new Browser(REDIRECT_URI);

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> host.signIns().complete("hub", victim.key(), callback));
        assertEquals(0, provider.count(Endpoint.TOKEN));
    }

    @Test
    void T15_a_callback_on_another_connection_of_the_same_connector_is_refused() throws Exception {
        host.connections()
                .put(ConnectionSettings.of("other", CONNECTOR)
                        .redirectUris(OTHER_REDIRECT_URI.toString())
                        .config(Map.of(
                                "clientId",
                                "confidential",
                                "clientSecret",
                                SECRET,
                                "hubUrl",
                                server.uri().toString())));
        CallbackParameters callback = consent(begin("hub"));

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> host.signIns().complete("other", browser.key(), callback));
        assertEquals(0, provider.count(Endpoint.TOKEN));
    }

    @Test
    void T16_of_fifty_callbacks_at_once_exactly_one_succeeds() throws Exception {
        CallbackParameters callback = consent(begin("hub"));

        List<Optional<ErrorCode>> outcomes = atOnce(50, () -> {
            try {
                complete(callback);
                return Optional.empty();
            } catch (ConnectorException refused) {
                return Optional.of(refused.code());
            }
        });

        assertEquals(1, outcomes.stream().filter(Optional::isEmpty).count());
        assertEquals(
                49,
                outcomes.stream()
                        .filter(Optional.of(ErrorCode.SIGN_IN_NOT_PENDING)::equals)
                        .count());
        assertEquals(1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_sign_in_that_began_with_another_configuration_is_refused() throws Exception {
        CallbackParameters callback = consent(begin("hub"));
        host.connections().put(confidential("openid profile"));

        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(callback));
        assertEquals(0, provider.count(Endpoint.TOKEN));
        assertEquals("hub", signIn(Persona.VERIFIED_EMAIL).connectionId());
    }

    @Test
    void a_token_endpoint_that_fails_is_asked_once_and_ends_the_sign_in() throws Exception {
        provider.next(Endpoint.TOKEN, ProviderFault.text(500, "text/html", "<h1>Sorry</h1>"));
        CallbackParameters callback = consent(begin("hub"));

        assertCode(ErrorCode.PROVIDER_UNAVAILABLE, () -> complete(callback));
        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(callback));
        assertEquals(1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_token_answer_that_is_lost_is_not_asked_for_again() throws Exception {
        provider.next(Endpoint.TOKEN, ProviderFault.lostAnswer());
        CallbackParameters callback = consent(begin("hub"));

        assertCode(ErrorCode.PROVIDER_UNAVAILABLE, () -> complete(callback));
        assertEquals(1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_provider_that_is_down_is_unavailable() throws Exception {
        CallbackParameters callback = consent(begin("hub"));
        server.close();

        assertCode(ErrorCode.PROVIDER_UNAVAILABLE, () -> complete(callback));
    }

    @Test
    void a_wrong_app_secret_is_the_administrators_business() throws Exception {
        host.connections().put(connection("hub", Map.of("clientId", "confidential", "clientSecret", "canary:another")));
        CallbackParameters callback = consent(begin("hub"));

        ConnectorException refused = assertCode(ErrorCode.INVALID_CONFIGURATION, () -> complete(callback));
        assertFalse(refused.toString().contains("canary"), refused::toString);
    }

    @Test
    void a_confidential_client_proves_itself_in_the_header_only() throws Exception {
        signIn(Persona.VERIFIED_EMAIL);

        RecordedRequest request = provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(
                Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString("confidential:canary%3Aapp%2Bsecret%2F%25%C3%A9"
                                        .getBytes(StandardCharsets.US_ASCII))),
                request.header("Authorization"));
        assertEquals(
                Set.of("grant_type", "code", "redirect_uri", "code_verifier"),
                request.form().keySet());
    }

    @Test
    void a_public_client_names_itself_in_the_body_and_sends_nothing_secret() throws Exception {
        host.connections().put(connection("hub", Map.of("clientId", "public", "scope", "openid profile email")));
        signIn(Persona.VERIFIED_EMAIL);

        RecordedRequest request = provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(Optional.empty(), request.header("Authorization"));
        assertEquals(List.of("public"), request.form().get("client_id"));
        assertEquals(
                Set.of("grant_type", "code", "redirect_uri", "code_verifier", "client_id"),
                request.form().keySet());
    }

    @Test
    void tokens_are_refreshed_and_a_rotated_refresh_token_is_used_up() throws Exception {
        CompletedSignIn signIn = signIn(Persona.VERIFIED_EMAIL);
        TokenSet first = signIn.result().tokens().orElseThrow();
        TokenRefresh refresh = host.connections()
                .get("hub")
                .connector()
                .capability(TokenRefresh.class)
                .orElseThrow();
        RefreshRequest request = RefreshRequest.of(
                signIn.result().identity(), first.refreshToken().orElseThrow());

        TokenSet second = refresh.refresh(request);

        assertNotEquals(first.accessToken(), second.accessToken());
        assertNotEquals(first.refreshToken(), second.refreshToken());
        ConnectorException usedUp = assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(request));
        assertTrue(usedUp.code().restart());
        TokenSet third = refresh.refresh(RefreshRequest.of(
                signIn.result().identity(), second.refreshToken().orElseThrow()));
        assertNotEquals(second.accessToken(), third.accessToken());
    }

    @Test
    void a_space_signs_people_in_with_its_environment() throws Exception {
        HuggingFaceSpace space = HuggingFaceSpace.of(Map.of(
                        "OAUTH_CLIENT_ID", "confidential",
                        "OAUTH_CLIENT_SECRET", SECRET,
                        "OAUTH_SCOPES", "openid profile",
                        "OPENID_PROVIDER_URL", server.uri().toString(),
                        "SPACE_HOST", "ada-demo.hf.space"))
                .orElseThrow();
        URI redirectUri = space.origin().orElseThrow().resolve("/callback/hub");
        provider.register(SimulatedClient.confidential(
                "confidential", Secret.of(SECRET), List.of(redirectUri), Set.of("openid", "profile")));
        host.connections()
                .put(ConnectionSettings.of("hub", CONNECTOR)
                        .redirectUris(redirectUri.toString())
                        .config(space.config()));
        browser = new Browser(redirectUri);

        CallbackParameters callback = consent(host.signIns()
                .begin("hub", browser.key(), SignInRequest.to(redirectUri))
                .location());

        assertEquals(
                Persona.VERIFIED_EMAIL.subject(),
                complete(callback).result().identity().subject());
    }

    @Test
    void guice_wires_the_same() throws Exception {
        host.close();
        host = Host.wiredByGuice();
        host.connections().put(confidential("openid profile email"));
        CallbackParameters callback = consent(begin("hub"));

        assertEquals(
                Optional.of(new EmailAddress("ada@example.org", true)),
                complete(callback).result().profile().email());
        assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> complete(callback));
    }

    private ConnectionSettings confidential(String scope) {
        return connection("hub", Map.of("clientId", "confidential", "clientSecret", SECRET, "scope", scope));
    }

    private ConnectionSettings connection(String id, Map<String, String> config) {
        Map<String, String> atThisServer = new HashMap<>(config);
        atThisServer.put("hubUrl", server.uri().toString());
        return ConnectionSettings.of(id, CONNECTOR)
                .redirectUris(REDIRECT_URI.toString())
                .config(atThisServer);
    }

    private URI begin(String connectionId) throws InterruptedException {
        return host.signIns()
                .begin(connectionId, browser.key(), SignInRequest.to(REDIRECT_URI))
                .location();
    }

    private CallbackParameters consent(URI location) throws IOException, InterruptedException {
        return consent(location, Persona.VERIFIED_EMAIL);
    }

    private CallbackParameters consent(URI location, Persona persona) throws IOException, InterruptedException {
        return browser.submit(
                        browser.open(location),
                        Map.of("persona", List.of(persona.username()), "decision", List.of("authorize")))
                .callback();
    }

    private CompletedSignIn complete(CallbackParameters callback) throws InterruptedException {
        return host.signIns().complete("hub", browser.key(), callback);
    }

    private CompletedSignIn signIn(Persona persona) throws IOException, InterruptedException {
        return complete(consent(begin("hub"), persona));
    }

    private static ConnectorException assertCode(ErrorCode code, Executable action) {
        ConnectorException refused = assertThrows(ConnectorException.class, action);
        assertEquals(code, refused.code(), refused::toString);
        return refused;
    }

    private static <T> List<T> atOnce(int times, Callable<T> action) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            CyclicBarrier start = new CyclicBarrier(times);
            List<Callable<T>> actions = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                actions.add(() -> {
                    start.await();
                    return action.call();
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(actions)) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
