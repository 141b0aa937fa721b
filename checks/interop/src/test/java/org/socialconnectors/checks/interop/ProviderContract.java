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
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceProgress;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.CallbackParameters.Arrival;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.checks.interop.Browser.Page;
import org.socialconnectors.core.signin.SignInRequest;
import org.socialconnectors.oauth.ClientAuthentication;
import org.socialconnectors.oauth.OAuthClient;

/** What works with every provider that keeps to the standards, of which we know no more than the issuer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderContract {
    static final UnaryOperator<OAuthClient.Builder> NO_OPTIONS = UnaryOperator.identity();

    private static final String CONFIDENTIAL = "confidential client";
    private static final String LONG_SECRET = "canary-a-secret-of-at-least-thirty-two-bytes";
    private static final URI GOODBYE = URI.create("http://127.0.0.1:8080/goodbye");

    private ECKey clientKey;
    private RunningProvider provider;

    abstract RunningProvider start(JWKSet clientKeys) throws IOException, InterruptedException;

    @BeforeAll
    void startProvider() throws JOSEException, IOException, InterruptedException {
        clientKey = new ECKeyGenerator(Curve.P_256)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .generate();
        provider = start(new JWKSet(clientKey));
    }

    @AfterAll
    void stopProvider() {
        if (provider != null) {
            provider.close();
        }
    }

    @Test
    void a_person_signs_in_with_every_check_made() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
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
        try (Application application = confidential(NO_OPTIONS)) {
            assertEquals(
                    Optional.of(new EmailAddress("eve@example.org", false)),
                    signIn(application, "eve").profile().email());
        }
    }

    @Test
    void a_person_is_the_same_at_the_next_sign_in_and_another_is_not() throws Exception {
        try (Application application = confidential(NO_OPTIONS);
                Application publicOne = Application.withoutSecret(provider.issuer(), "public-client", NO_OPTIONS);
                Application another = confidential(NO_OPTIONS)) {
            SignInResult ada = signIn(application, "ada");
            assertEquals(ada.identity(), signIn(publicOne, "ada").identity());
            assertNotEquals(ada.identity(), signIn(another, "eve").identity());
        }
    }

    @Test
    void a_person_who_declines_is_not_signed_in() throws Exception {
        try (Application application =
                Application.confidential(provider.issuer(), "declined", "canary:declined", NO_OPTIONS)) {
            CallbackParameters denial = provider.decline(application.browser(), begin(application), "eve")
                    .callback();

            assertCode(ErrorCode.ACCESS_DENIED, () -> application.complete(denial));
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void T13_a_repeated_callback_is_refused_and_the_code_is_not_sent_again() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
            CallbackParameters callback = callback(application, "ada");
            application.complete(callback);

            assertCode(ErrorCode.SIGN_IN_NOT_PENDING, () -> application.complete(callback));
            assertEquals(1, application.count("/token"));
        }
    }

    @Test
    void T21_a_code_of_another_sign_in_is_refused_by_the_provider() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
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
        try (Application application = confidential(NO_OPTIONS)) {
            CallbackParameters callback = callback(application, "ada");
            CallbackParameters without = CallbackParameters.of(
                    Map.of("code", callback.all("code"), "state", callback.all("state")), Arrival.QUERY);

            assertCode(ErrorCode.ISSUER_MISMATCH, () -> application.complete(without));
            assertEquals(0, application.count("/token"));
        }
    }

    @Test
    void T22_a_wrong_client_secret_is_the_administrators_business() throws Exception {
        try (Application application =
                Application.confidential(provider.issuer(), CONFIDENTIAL, "canary:another", NO_OPTIONS)) {
            CallbackParameters callback = callback(application, "ada");

            ConnectorException refused =
                    assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
            assertFalse(refused.toString().contains("canary"), refused::toString);
        }
    }

    @Test
    void tokens_are_refreshed_and_a_rotated_refresh_token_is_used_up() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
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
        try (Application application = confidential(NO_OPTIONS)) {
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
    void a_new_signing_key_is_fetched_once_and_people_still_sign_in() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
            signIn(application, "ada");
            signIn(application, "ada");
            assertEquals(1, application.count(provider.keysPath()));

            provider.rotateKey();
            signIn(application, "ada");
            signIn(application, "ada");
            assertEquals(2, application.count(provider.keysPath()));
        }
    }

    @Test
    void a_client_proves_itself_with_an_assertion_under_its_secret() throws Exception {
        try (Application application = Application.confidential(
                provider.issuer(),
                "secret-jwt",
                LONG_SECRET,
                client -> client.authentication(ClientAuthentication.clientSecretJwt(InstantSource.system())))) {
            signIn(application, "ada");
        }
        try (Application application = Application.confidential(
                provider.issuer(),
                "secret-jwt",
                LONG_SECRET + "!",
                client -> client.authentication(ClientAuthentication.clientSecretJwt(InstantSource.system())))) {
            CallbackParameters callback = callback(application, "ada");
            assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
        }
    }

    @Test
    void a_client_proves_itself_with_its_private_key() throws Exception {
        try (Application application = privateKey(clientKey)) {
            signIn(application, "ada");
        }
        ECKey another =
                new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        try (Application application = privateKey(another)) {
            CallbackParameters callback = callback(application, "ada");
            assertCode(ErrorCode.INVALID_CONFIGURATION, () -> application.complete(callback));
        }
    }

    @Test
    void a_client_puts_its_secret_into_the_body() throws Exception {
        try (Application application = Application.confidential(
                provider.issuer(),
                "posting",
                "canary:posting",
                client -> client.authentication(ClientAuthentication.clientSecretPost()))) {
            signIn(application, "ada");
        }
    }

    @Test
    void a_request_is_pushed_and_only_its_reference_goes_through_the_browser() throws Exception {
        try (Application application = Application.confidential(
                provider.issuer(), "pushing", "canary:pushing", OAuthClient.Builder::pushedAuthorizationRequests)) {
            URI address = application.address(SignInRequest.to(Application.REDIRECT_URI));
            CallbackParameters parameters = CallbackParameters.parse(address.getRawQuery(), Arrival.QUERY);
            assertTrue(parameters.single("request_uri").isPresent());
            assertEquals(Optional.empty(), parameters.single("state"));

            Page page =
                    provider.signIn(application.browser(), application.browser().open(address), "ada");
            application.complete(page.callback());
        }
        try (Application application =
                Application.confidential(provider.issuer(), "pushing", "canary:pushing", NO_OPTIONS)) {
            // The provider demands it of this client alone, which discovery does not say.
            CallbackParameters refusal = begin(application).callback();
            assertCode(ErrorCode.PROVIDER_ERROR, () -> application.complete(refusal));
        }
    }

    @Test
    void tokens_are_bound_to_a_key_and_refreshed_with_it_alone() throws Exception {
        try (Application application = Application.confidential(
                provider.issuer(), "bound", "canary:bound", OAuthClient.Builder::proofOfPossession)) {
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
    void a_callback_arrives_as_a_form() throws Exception {
        try (Application application = confidential(OAuthClient.Builder::formPost)) {
            Page page = provider.signIn(
                    application.browser(), application.begin(SignInRequest.to(Application.SECURE_REDIRECT_URI)), "ada");

            assertEquals(Application.SECURE_REDIRECT_URI, page.formAction());
            SignInResult result = application.complete(page.postedCallback()).result();
            assertEquals(EnumSet.allOf(Check.class), result.assurance().checks());
        }
    }

    @Test
    void a_recent_sign_in_is_demanded_and_proven() throws Exception {
        try (Application application = confidential(client -> client.maxAge(Duration.ofHours(1)))) {
            signIn(application, "ada");
        }
    }

    @Test
    void a_person_who_signed_out_at_the_provider_has_to_sign_in_again() throws Exception {
        try (Application application = confidential(NO_OPTIONS)) {
            SignInResult result = signIn(application, "ada");
            assertEquals(0, begin(application).status(), "the provider still knows the person");

            URI address = application
                    .capability(LogoutUrl.class)
                    .logoutUrl(LogoutRequest.create()
                            .idToken(result.tokens().flatMap(TokenSet::idToken).orElseThrow())
                            .returnTo(GOODBYE, Secret.of("returned")));
            Page goodbye = provider.signOut(
                    application.browser(), application.browser().open(address));

            assertEquals(URI.create(GOODBYE + "?state=returned"), goodbye.address());
            assertNotEquals(0, begin(application).status());
        }
    }

    @Test
    void a_person_signs_in_on_a_device_without_a_browser() throws Exception {
        try (Application application =
                Application.confidential(provider.issuer(), "device", "canary:device", NO_OPTIONS)) {
            DeviceSignIn device = application.capability(DeviceSignIn.class);
            DeviceAuthorization authorization = device.start(List.of("openid", "profile", "email"));
            Page first = application
                    .browser()
                    .open(authorization.completeVerificationUri().orElseThrow());

            provider.allowDevice(application.browser(), first, "ada");

            DeviceProgress progress = device.poll(authorization);
            assertEquals(
                    Optional.of("ada"),
                    progress.result().orElseThrow().profile().username());
        }
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

    private Application confidential(UnaryOperator<OAuthClient.Builder> options) {
        return Application.confidential(provider.issuer(), CONFIDENTIAL, provider.secret(), options);
    }

    private Application privateKey(ECKey key) {
        return Application.withoutSecret(
                provider.issuer(),
                "private-key-jwt",
                client -> client.authentication(
                        ClientAuthentication.privateKeyJwt(Secret.of(key.toJSONString()), InstantSource.system())));
    }

    private SignInResult signInForRefresh(Application application) throws IOException, InterruptedException {
        SignInRequest request = provider.refreshable(SignInRequest.builder(Application.REDIRECT_URI))
                .build();
        Page page = provider.signIn(application.browser(), application.begin(request), "ada");
        return application.complete(page.callback()).result();
    }

    private Page begin(Application application) throws IOException, InterruptedException {
        return application.begin(SignInRequest.to(Application.REDIRECT_URI));
    }

    private CallbackParameters callback(Application application, String person)
            throws IOException, InterruptedException {
        return provider.signIn(application.browser(), begin(application), person)
                .callback();
    }
}
