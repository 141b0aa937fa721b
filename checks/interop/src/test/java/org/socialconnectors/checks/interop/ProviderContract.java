package org.socialconnectors.checks.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.signin.SignInRequest;

/**
 * What works with every provider that keeps to the standards, with the connector {@code oidc} as the provider's page in docs/providers
 * configures it. The browser is quick and shows nothing; {@link ProviderPagesContract} has a real one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderContract {
    private static final String CONFIDENTIAL = "confidential client";
    private static final String LONG_SECRET = "canary-a-secret-of-at-least-thirty-two-bytes";

    private final ECKey clientKey = newKey();
    private Website website;
    private RunningProvider provider;
    private ProviderPage documentation;

    abstract RunningProvider start(JWKSet clientKeys, Website website) throws IOException, InterruptedException;

    @BeforeAll
    void startProvider() throws IOException, GeneralSecurityException, InterruptedException {
        website = Website.open("localhost");
        provider = start(new JWKSet(clientKey), website);
        documentation = ProviderPage.read(provider.documentation());
    }

    @AfterAll
    void stopProvider() {
        if (provider != null) {
            provider.close();
        }
        if (website != null) {
            website.close();
        }
    }

    @Test
    void each_configuration_in_the_documentation_signs_a_person_in() throws Exception {
        for (JsonObject configuration : documentation.configurations()) {
            Map<String, Object> trueValues = Map.of(
                    "issuer", provider.issuer(),
                    "clientId", configuration.has("privateKey") ? "private-key-jwt" : CONFIDENTIAL,
                    "clientSecret", provider.secret(),
                    "privateKey", clientKey.toJSONString());
            try (Application application = application(ProviderPage.filled(configuration, trueValues))) {
                assertEquals(
                        EnumSet.allOf(Check.class),
                        signIn(application, "ada").assurance().checks());
            }
        }
    }

    @Test
    void a_person_signs_in_with_every_check_made() throws Exception {
        try (Application application = confidential(Map.of())) {
            SignInResult result = signIn(application, "ada");

            SocialProfile profile = result.profile();
            assertEquals(provider.issuer(), result.identity().namespace());
            assertEquals(Optional.of("ada"), profile.username());
            assertTrue(profile.name().isPresent());
            assertEquals(Optional.of(new EmailAddress("ada@example.org", true)), profile.email());
            assertEquals(EnumSet.allOf(Check.class), result.assurance().checks());
        }
    }

    @Test
    void an_address_that_the_provider_has_not_verified_is_not_verified() throws Exception {
        try (Application application = confidential(Map.of())) {
            assertEquals(
                    Optional.of(new EmailAddress("eve@example.org", false)),
                    signIn(application, "eve").profile().email());
        }
    }

    @Test
    void a_person_is_the_same_at_the_next_sign_in_and_another_is_not() throws Exception {
        try (Application application = confidential(Map.of());
                Application publicOne = withoutSecret("public-client", Map.of());
                Application another = confidential(Map.of())) {
            SignInResult ada = signIn(application, "ada");
            assertEquals(ada.identity(), signIn(publicOne, "ada").identity());
            assertNotEquals(ada.identity(), signIn(another, "eve").identity());
        }
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        try (Application application = confidential(Map.of())) {
            CallbackParameters callback = callback(application, "ada");
            application.complete(callback);

            assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> application.complete(callback));
            assertEquals(1, application.count("/token"));
        }
    }

    @Test
    void T21_a_code_of_another_sign_in_is_refused_by_the_provider() throws Exception {
        try (Application application = confidential(Map.of())) {
            CallbackParameters one = callback(application, "ada");
            CallbackParameters other = callback(application, "ada");
            CallbackParameters mixed = CallbackParameters.of(
                    Map.of("code", one.all("code"), "state", other.all("state"), "iss", other.all("iss")),
                    Arrival.QUERY);

            ConnectorException refused = assertCode(ErrorCode.PROVIDER_ERROR, () -> application.complete(mixed));
            assertTrue(refused.toString().contains("invalid_grant"), refused::toString);
        }
    }

    @Test
    void a_callback_without_the_issuer_that_the_provider_promises_is_refused() throws Exception {
        try (Application application = confidential(Map.of())) {
            CallbackParameters callback = callback(application, "ada");
            CallbackParameters without = CallbackParameters.of(
                    Map.of("code", callback.all("code"), "state", callback.all("state")), Arrival.QUERY);

            assertCode(ErrorCode.ISSUER_MISMATCH, () -> application.complete(without));
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void T22_a_wrong_client_secret_is_the_administrators_business() throws Exception {
        try (Application application = client(CONFIDENTIAL, "canary:another", Map.of())) {
            CallbackParameters callback = callback(application, "ada");

            ConnectorException refused =
                    assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
            assertFalse(refused.toString().contains("canary"), refused::toString);
        }
    }

    @Test
    void tokens_are_refreshed_and_a_rotated_refresh_token_is_used_up() throws Exception {
        try (Application application = confidential(Map.of())) {
            SignInResult result = signInForRefresh(application);
            TokenSet first = result.tokens().orElseThrow();
            RefreshRequest request =
                    RefreshRequest.of(result.identity(), first.refreshToken().orElseThrow());
            TokenRefresh refresh = application.capability(TokenRefresh.class);

            TokenSet second = refresh.refresh(request);

            assertNotEquals(first.accessToken(), second.accessToken());
            assertNotEquals(first.refreshToken(), second.refreshToken());
            assertTrue(second.refreshToken().isPresent());
            assertTrue(second.idToken().isPresent());
            assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(request));
        }
    }

    @Test
    void a_revoked_token_is_not_refreshed_and_may_be_revoked_again() throws Exception {
        try (Application application = confidential(Map.of())) {
            SignInResult result = signInForRefresh(application);
            Secret token = result.tokens().flatMap(TokenSet::refreshToken).orElseThrow();
            TokenRevocation revocation = application.capability(TokenRevocation.class);

            revocation.revoke(token);

            TokenRefresh refresh = application.capability(TokenRefresh.class);
            assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(RefreshRequest.of(result.identity(), token)));
            revocation.revoke(token);
        }
    }

    @Test
    void T38_a_new_signing_key_is_fetched_once_and_people_still_sign_in() throws Exception {
        try (Application application = confidential(Map.of())) {
            signIn(application, "ada");
            signIn(application, "ada");
            assertEquals(1, application.count(provider.keysPath()));

            provider.rotateKey();
            signIn(application, "ada");
            signIn(application, "ada");
            assertEquals(2, application.count(provider.keysPath()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PS256", "ES256", "EdDSA"})
    void an_id_token_may_be_signed_in_other_ways_where_the_configuration_says_so(String algorithm) throws Exception {
        String secret = "canary:" + algorithm;
        try (Application application = client(algorithm, secret, Map.of("idTokenAlgorithms", List.of(algorithm)))) {
            signIn(application, "ada");
        }
        try (Application application = client(algorithm, secret, Map.of())) {
            CallbackParameters callback = callback(application, "ada");
            assertCode(ErrorCode.INVALID_ID_TOKEN, () -> application.complete(callback));
        }
    }

    @Test
    void userinfo_may_be_a_signed_token() throws Exception {
        try (Application application = client("signed-userinfo", "canary:signed", Map.of())) {
            SignInResult result = signIn(application, "ada");

            assertEquals(Optional.of("ada"), result.profile().username());
            assertEquals(EnumSet.allOf(Check.class), result.assurance().checks());
        }
    }

    @Test
    void a_client_proves_itself_with_an_assertion_under_its_secret() throws Exception {
        Map<String, String> options = Map.of("clientAuthentication", "client_secret_jwt");
        try (Application application = client("secret-jwt", LONG_SECRET, options)) {
            signIn(application, "ada");
        }
        try (Application application = client("secret-jwt", LONG_SECRET + "!", options)) {
            CallbackParameters callback = callback(application, "ada");
            assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
        }
    }

    @Test
    void a_client_proves_itself_with_its_private_key() throws Exception {
        try (Application application = privateKey(clientKey)) {
            signIn(application, "ada");
        }
        try (Application application = privateKey(newKey())) {
            CallbackParameters callback = callback(application, "ada");
            assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
        }
    }

    @Test
    void a_client_puts_its_secret_into_the_body() throws Exception {
        Map<String, String> options = Map.of("clientAuthentication", "client_secret_post");
        try (Application application = client("posting", "canary:posting", options)) {
            signIn(application, "ada");
        }
    }

    @Test
    void a_request_is_pushed_and_only_its_reference_goes_through_the_browser() throws Exception {
        Map<String, Boolean> options = Map.of("pushedAuthorizationRequests", true);
        try (Application application = client("pushing", "canary:pushing", options)) {
            URI address = application.begin(
                    application.browser().key(), application.request().build());
            CallbackParameters parameters = CallbackParameters.parse(address.getRawQuery(), Arrival.QUERY);
            assertTrue(parameters.single("request_uri").isPresent());
            assertEquals(Optional.empty(), parameters.single("state"));

            Browser.Page page =
                    provider.signIn(application.browser(), application.browser().open(address), "ada");
            application.complete(page.callback());
        }
        try (Application application = client("pushing", "canary:pushing", Map.of())) {
            // The provider demands it of this client alone, which discovery does not say.
            CallbackParameters refusal = begin(application).callback();
            assertCode(ErrorCode.PROVIDER_ERROR, () -> application.complete(refusal));
        }
    }

    @Test
    void tokens_are_bound_to_a_key_and_refreshed_with_it_alone() throws Exception {
        try (Application application = client("bound", "canary:bound", Map.of("proofOfPossession", true))) {
            SignInResult result = signInForRefresh(application);
            TokenSet tokens = result.tokens().orElseThrow();
            assertEquals("dpop", tokens.tokenType().toLowerCase(Locale.ROOT));
            assertEquals(EnumSet.allOf(Check.class), result.assurance().checks());

            RefreshRequest request =
                    RefreshRequest.of(result.identity(), tokens.refreshToken().orElseThrow());
            TokenRefresh refresh = application.capability(TokenRefresh.class);
            assertCode(ErrorCode.PROVIDER_ERROR, () -> refresh.refresh(request));
            TokenSet refreshed =
                    refresh.refresh(request.proofKey(tokens.proofKey().orElseThrow()));
            assertNotEquals(tokens.accessToken(), refreshed.accessToken());
        }
    }

    @Test
    void a_recent_sign_in_is_demanded_and_proven() throws Exception {
        try (Application application = confidential(Map.of("maxAge", 3600))) {
            signIn(application, "ada");
        }
    }

    final Website website() {
        return website;
    }

    final RunningProvider provider() {
        return provider;
    }

    final SignInResult signIn(Application application, String person) throws IOException, InterruptedException {
        return application.complete(callback(application, person)).result();
    }

    static ConnectorException assertCode(ErrorCode code, Executable action) {
        ConnectorException refused = assertThrows(ConnectorException.class, action);
        assertEquals(code, refused.code(), refused::toString);
        return refused;
    }

    /** With the first client of all, and options beyond what the documentation shows. */
    final Application confidential(Map<String, ?> options) {
        return client(CONFIDENTIAL, provider.secret(), options);
    }

    /** With another client. */
    final Application client(String id, String secret, Map<String, ?> options) {
        return application(documented(id, secret, options));
    }

    private Application withoutSecret(String id, Map<String, ?> options) {
        Map<String, Object> config = documented(id, "", options);
        config.remove("clientSecret");
        return application(config);
    }

    private Application privateKey(ECKey key) {
        return withoutSecret(
                "private-key-jwt", Map.of("clientAuthentication", "private_key_jwt", "privateKey", key.toJSONString()));
    }

    private Map<String, Object> documented(String clientId, String secret, Map<String, ?> options) {
        Map<String, Object> config = documentation.configuration(
                Map.of("issuer", provider.issuer(), "clientId", clientId, "clientSecret", secret));
        config.putAll(options);
        return config;
    }

    private Application application(Map<String, ?> config) {
        return new Application(website, "oidc", config);
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private SignInResult signInForRefresh(Application application) throws IOException, InterruptedException {
        SignInRequest request = provider.refreshable(application.request()).build();
        Browser.Page page = provider.signIn(application.browser(), application.begin(request), "ada");
        return application.complete(page.callback()).result();
    }

    private Browser.Page begin(Application application) throws IOException, InterruptedException {
        return application.begin(application.request().build());
    }

    private CallbackParameters callback(Application application, String person)
            throws IOException, InterruptedException {
        return provider.signIn(application.browser(), begin(application), person)
                .callback();
    }
}
