package org.socialconnectors.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class HuggingFaceCapabilitiesTest {
    private static final URI REDIRECT_URI = URI.create("https://app.example/callback");
    private static final Set<String> SCOPES = Set.of("openid", "profile", "email");
    private static final String METADATA_DOCUMENT = "https://app.example/oauth/client.json";

    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final SimulatedProvider provider = SimulatedProvider.huggingFace()
            .clock(clock)
            .client(SimulatedClient.confidential("client", Secret.of("secret"), Set.of(REDIRECT_URI), SCOPES))
            .client(SimulatedClient.withoutSecret(METADATA_DOCUMENT, Set.of(REDIRECT_URI), SCOPES))
            .build();
    private final SocialConnector connector =
            connector(Map.of("clientId", "client", "clientSecret", "secret", "scope", "openid profile"));

    @Test
    void a_person_signs_in_on_a_device_without_a_browser() throws Exception {
        DeviceSignIn device = connector.capability(DeviceSignIn.class).orElseThrow();
        DeviceAuthorization code = device.start(List.of());

        assertTrue(device.poll(code).result().isEmpty());
        provider.approveDevice(code.userCode(), Persona.VERIFIED_EMAIL);
        now = now.plus(code.interval());
        SignInResult result = device.poll(code).result().orElseThrow();

        assertEquals(Persona.VERIFIED_EMAIL.subject(), result.identity().subject());
        assertEquals("https://huggingface.co", result.identity().namespace());
        assertTrue(result.tokens().orElseThrow().idToken().isPresent());
        // No nonce was sent, so the ID token cannot prove that it was made for this very attempt.
        assertFalse(result.assurance().idTokenVerified());
    }

    @Test
    void a_device_whose_person_declines_or_waits_too_long_is_told_so() throws Exception {
        DeviceSignIn device = connector.capability(DeviceSignIn.class).orElseThrow();
        DeviceAuthorization declined = device.start(List.of("profile"));
        provider.denyDevice(declined.userCode());
        assertEquals(
                ErrorCode.ACCESS_DENIED,
                assertThrows(ConnectorException.class, () -> device.poll(declined))
                        .code());

        DeviceAuthorization late = device.start(List.of());
        now = late.expiresAt();
        assertEquals(
                ErrorCode.SIGN_IN_NOT_PENDING,
                assertThrows(ConnectorException.class, () -> device.poll(late)).code());
    }

    @Test
    void a_device_that_polls_too_fast_slows_down() throws Exception {
        DeviceSignIn device = connector.capability(DeviceSignIn.class).orElseThrow();
        DeviceAuthorization code = device.start(List.of());
        device.poll(code);

        DeviceAuthorization slower = device.poll(code).next().orElseThrow();

        assertEquals(Duration.ofSeconds(10), slower.interval());
    }

    @Test
    void an_organization_gets_a_member_s_token_without_a_refresh_token() throws Exception {
        TokenExchange exchange = connector.capability(TokenExchange.class).orElseThrow();
        String email = Persona.VERIFIED_EMAIL.email().orElseThrow().address();

        TokenSet tokens = exchange.exchange(OrganizationMember.byEmail(email).scopes(List.of("profile")));

        assertTrue(tokens.refreshToken().isEmpty());
        assertTrue(tokens.idToken().isEmpty());
        assertEquals(
                List.of("urn:huggingface:token-type:user-email"),
                provider.requests(Endpoint.TOKEN).get(0).form().get("subject_token_type"));
        assertEquals(
                ErrorCode.PROVIDER_ERROR,
                assertThrows(
                                ConnectorException.class,
                                () -> exchange.exchange(OrganizationMember.byEmail("nobody@example.org")))
                        .code());
    }

    @Test
    void an_organization_s_app_without_a_secret_gets_no_member_s_token() {
        SocialConnector secretless = connector(Map.of("clientId", METADATA_DOCUMENT, "scope", "openid profile"));

        assertEquals(Optional.empty(), secretless.capability(TokenExchange.class));
    }

    @Test
    void a_refresh_rotates_and_a_lost_answer_is_not_followed_by_a_second_attempt() throws Exception {
        TokenRefresh refresh = connector.capability(TokenRefresh.class).orElseThrow();
        SignInResult result = signIn(connector);
        Secret first = result.tokens().orElseThrow().refreshToken().orElseThrow();

        Secret second = refresh.refresh(RefreshRequest.of(result.identity(), first))
                .refreshToken()
                .orElseThrow();
        assertNotEquals(first, second);

        provider.always(Endpoint.TOKEN, ProviderFault.lostAnswer());
        int before = provider.count(Endpoint.TOKEN);
        assertEquals(
                ErrorCode.PROVIDER_UNAVAILABLE,
                assertThrows(
                                ConnectorException.class,
                                () -> refresh.refresh(RefreshRequest.of(result.identity(), second)))
                        .code());
        assertEquals(before + 1, provider.count(Endpoint.TOKEN));
    }

    @Test
    void a_client_ID_that_is_the_address_of_a_metadata_document_works() throws Exception {
        SignInResult result = signIn(connector(Map.of("clientId", METADATA_DOCUMENT, "scope", "openid profile")));

        assertTrue(result.assurance().idTokenVerified());
        assertEquals(
                List.of(METADATA_DOCUMENT),
                provider.requests(Endpoint.TOKEN).get(0).form().get("client_id"));
    }

    @Test
    void Hugging_Face_is_not_known_to_revoke_tokens_or_to_end_sessions() {
        assertEquals(Optional.empty(), connector.capability(TokenRevocation.class));
        assertEquals(Optional.empty(), connector.capability(LogoutUrl.class));
    }

    private SignInResult signIn(SocialConnector with) throws InterruptedException {
        SignInAttempt attempt = SignInAttempt.builder(REDIRECT_URI).build();
        Redirect redirect = with.begin(attempt);
        String callback =
                provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL).getRawQuery();
        return with.complete(
                attempt.after(redirect).verify(CallbackParameters.parse(callback, CallbackParameters.Arrival.QUERY)));
    }

    private SocialConnector connector(Map<String, String> config) {
        HuggingFaceConnectorFactory factory = new HuggingFaceConnectorFactory();
        return factory.create(
                ConfigurationSchema.of(factory.descriptor()).complete(JsonObject.config(config)),
                ConnectorContext.of(provider, clock));
    }
}
