package org.socialconnectors.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.LogoutRequest;
import org.socialconnectors.api.signin.LogoutUrl;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRefresh;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.oauth.OAuthConnector;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.PublishedKeys;
import org.socialconnectors.simulator.SigningAlgorithm;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class OidcConnectorTest {
    private static final String TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
    private static final String OTHER_TENANT = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
    private static final ConfigurationSchema SCHEMA = ConfigurationSchema.of(new OidcConnectorFactory().descriptor());

    @Test
    void both_connectors_are_found_by_the_service_loader() {
        List<String> found = ServiceLoader.load(SocialConnectorFactory.class).stream()
                .map(provider -> provider.get().descriptor().id())
                .sorted()
                .toList();
        assertEquals(List.of("oauth2", "oidc"), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post", "client_secret_jwt"})
    void a_client_proves_itself_with_its_secret_in_the_chosen_way(String method) throws InterruptedException {
        ClientAuthenticationMethod only = ClientAuthenticationMethod.valueOf(method.toUpperCase(Locale.ROOT));
        Rig rig = Rig.oidc(
                Rig.confidential().authenticatingBy(only),
                UnaryOperator.identity(),
                Map.of("clientAuthentication", method));
        assertEquals(Persona.VERIFIED_EMAIL.subject(), rig.signIn().identity().subject());
    }

    @Test
    void a_client_proves_itself_with_a_private_key() throws InterruptedException, JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Rig rig = Rig.oidc(
                SimulatedClient.withPrivateKey(
                        "client", key.toPublicJWK().toJSONString(), List.of(Rig.REDIRECT_URI), Rig.SCOPES),
                UnaryOperator.identity(),
                Map.of("clientAuthentication", "private_key_jwt", "privateKey", key.toJSONString()));
        assertEquals(Persona.VERIFIED_EMAIL.subject(), rig.signIn().identity().subject());
    }

    @Test
    void a_private_key_that_is_none_is_refused_at_its_field() {
        assertRefusedBySchemaOrFactory(
                "/privateKey", Map.of("clientAuthentication", "private_key_jwt", "privateKey", "not a key"));
    }

    @Test
    void the_answer_can_arrive_as_a_form() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), builder -> builder.formPost(true), Map.of("responseMode", "form_post"));
        assertEquals(CallbackParameters.Arrival.FORM, rig.connector.callbackArrival());
        assertEquals(Persona.VERIFIED_EMAIL.subject(), rig.signIn().identity().subject());
    }

    @Test
    void tokens_can_be_bound_to_a_key() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), builder -> builder.dpop(true), Map.of("proofOfPossession", true));
        SignInResult result = rig.signIn();
        assertEquals(Optional.of("DPoP"), result.tokens().map(TokenSet::tokenType));
        assertTrue(result.tokens().flatMap(TokenSet::proofKey).isPresent());
    }

    @Test
    void authorization_requests_can_be_pushed() throws InterruptedException {
        URI endpoint = URI.create("https://huggingface.co/oauth/par");
        Rig rig = Rig.oidc(
                Rig.confidential(),
                builder -> builder.pushedAuthorizationEndpoint(endpoint).pushedAuthorizationRequired(true),
                Map.of("pushedAuthorizationRequests", true));
        rig.signIn();
        assertEquals(1, rig.provider.count(Endpoint.PUSHED_AUTHORIZATION));
    }

    @Test
    void age_contexts_and_further_parameters_go_with_the_authorization_request() throws InterruptedException {
        Rig rig = Rig.oidc(
                Rig.confidential(),
                UnaryOperator.identity(),
                Map.of(
                        "maxAge",
                        300,
                        "acrValues",
                        "gold silver",
                        "authorizationParameters",
                        Map.of("domain_hint", "example.org")));
        String query = rig.connector
                .begin(SignInAttempt.builder(Rig.REDIRECT_URI).build())
                .uri()
                .getQuery();
        assertTrue(query.contains("max_age=300"), query);
        assertTrue(query.contains("acr_values=gold silver"), query);
        assertTrue(query.contains("domain_hint=example.org"), query);
    }

    @Test
    void the_schema_refuses_each_parameter_that_the_engine_sets_itself() throws InterruptedException {
        for (String name : OAuthConnector.reservedParameters()) {
            Map<String, Object> config =
                    Rig.oidcConfiguration(Map.of("authorizationParameters", Map.of(name, "injected")));
            assertTrue(
                    pointers(config).stream().anyMatch(pointer -> pointer.startsWith("/authorizationParameters")),
                    name);

            config.remove("authorizationParameters");
            Map<String, Object> unchecked = new LinkedHashMap<>(
                    SCHEMA.complete(JsonObject.config(config)).toMap());
            unchecked.put("authorizationParameters", Map.of(name, "injected"));
            SocialConnector connector = new OidcConnectorFactory()
                    .create(
                            JsonObject.config(unchecked),
                            ConnectorContext.of(SimulatedProvider.huggingFace().build(), InstantSource.system()));
            ConnectorException refusal = assertThrows(
                    ConnectorException.class,
                    () -> connector.begin(
                            SignInAttempt.builder(Rig.REDIRECT_URI).build()),
                    name);
            assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code(), name);
        }
    }

    @Test
    void the_schemas_reserve_the_parameters_that_the_engine_reserves() {
        for (SocialConnectorFactory factory : List.of(new OidcConnectorFactory(), new OAuth2ConnectorFactory())) {
            List<String> reserved = ConfigurationSchema.of(factory.descriptor())
                    .document()
                    .object("properties")
                    .flatMap(properties -> properties.object("authorizationParameters"))
                    .flatMap(parameters -> parameters.object("propertyNames"))
                    .flatMap(names -> names.object("not"))
                    .orElseThrow()
                    .texts("enum");
            assertEquals(OAuthConnector.reservedParameters(), Set.copyOf(reserved));
        }
    }

    @Test
    void T10_a_sign_in_without_openid_is_refused_before_anybody_is_sent_away() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of());
        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
                .scopes(List.of("profile"))
                .build();
        DeviceSignIn devices = rig.connector.capability(DeviceSignIn.class).orElseThrow();

        assertScopeRefused(() -> rig.connector.begin(attempt));
        assertScopeRefused(() -> devices.start(List.of("profile", "email")));
        assertTrue(rig.provider.requests().isEmpty());
        assertTrue(rig.connector
                .begin(SignInAttempt.builder(Rig.REDIRECT_URI)
                        .scopes(List.of("profile", "openid"))
                        .build())
                .uri()
                .getQuery()
                .contains("scope=profile openid"));
    }

    @Test
    void T10_a_refresh_may_ask_for_less_than_openid() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of());
        SignInResult result = rig.signIn();
        Secret refreshToken = result.tokens().flatMap(TokenSet::refreshToken).orElseThrow();
        TokenRefresh refresh = rig.connector.capability(TokenRefresh.class).orElseThrow();

        assertTrue(refresh.refresh(
                        RefreshRequest.of(result.identity(), refreshToken).scopes(List.of("profile")))
                .idToken()
                .isEmpty());
    }

    @Test
    void what_the_provider_should_ask_is_configured_and_a_sign_in_can_ask_for_something_else()
            throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of("prompt", "consent select_account"));
        assertTrue(query(rig, null).contains("prompt=consent select_account"));
        assertTrue(query(rig, "login").contains("prompt=login"));
        assertFalse(query(rig, "login").contains("consent"));

        Rig silent = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of());
        assertFalse(query(silent, null).contains("prompt"));
        assertEquals(List.of("/prompt"), pointers(Rig.oidcConfiguration(Map.of("prompt", "login  consent"))));
    }

    @Test
    void a_provider_may_sign_with_Ed25519() throws InterruptedException {
        PublishedKeys keys = PublishedKeys.of(SigningAlgorithm.EDDSA);
        Rig rig = Rig.oidc(
                Rig.confidential(),
                builder -> builder.keys(keys),
                Map.of("idTokenAlgorithms", List.of("RS256", "EdDSA")));
        assertTrue(rig.signIn().assurance().idTokenVerified());

        Rig unexpected = Rig.oidc(Rig.confidential(), builder -> builder.keys(keys), Map.of());
        assertEquals(
                ErrorCode.INVALID_ID_TOKEN,
                assertThrows(ConnectorException.class, unexpected::signIn).code());
    }

    @Test
    void tokens_are_revoked_and_sessions_ended_where_the_configuration_says() throws InterruptedException {
        Map<String, Object> config = new LinkedHashMap<>(Rig.oidcConfiguration(Map.of(
                "endpoints", "manual",
                "authorizationEndpoint", "https://huggingface.co/oauth/authorize",
                "tokenEndpoint", "https://huggingface.co/oauth/token",
                "jwksUri", "https://huggingface.co/oauth/jwks",
                "clientSecret", Rig.SECRET.reveal())));
        SimulatedProvider.Builder provider = SimulatedProvider.huggingFace()
                .discovery(false)
                .client(Rig.confidential())
                .revocationEndpoint(URI.create("https://huggingface.co/oauth/revoke"));
        Rig without = Rig.of(new OidcConnectorFactory(), provider.build(), config);
        assertTrue(without.connector.capability(TokenRevocation.class).isEmpty());
        assertTrue(without.connector.capability(LogoutUrl.class).isEmpty());

        config.put("revocationEndpoint", "https://huggingface.co/oauth/revoke");
        config.put("endSessionEndpoint", "https://huggingface.co/oauth/logout");
        Rig rig = Rig.of(new OidcConnectorFactory(), provider.build(), config);
        Secret token = rig.signIn().tokens().orElseThrow().accessToken();
        rig.connector.capability(TokenRevocation.class).orElseThrow().revoke(token);
        assertEquals(1, rig.provider.count(Endpoint.REVOCATION));
        assertEquals(
                "https://huggingface.co/oauth/logout?client_id=client",
                rig.connector
                        .capability(LogoutUrl.class)
                        .orElseThrow()
                        .logoutUrl(LogoutRequest.create())
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_device_sends_a_code_challenge_if_configured(boolean configured) throws InterruptedException {
        Rig rig = Rig.oidc(
                Rig.confidential(),
                builder -> builder.deviceCodeChallengeRequired(configured),
                Map.of("pkceOnDevices", configured));
        DeviceSignIn devices = rig.connector.capability(DeviceSignIn.class).orElseThrow();
        assertEquals(configured, devices.start(List.of()).codeVerifier().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "organizations"})
    void an_issuer_for_each_tenant_is_looked_up_for_all_of_them(String tenancy) throws InterruptedException {
        Rig rig = entra(tenancy, Map.of("tenancy", tenancy));
        SignInResult result = rig.signIn();
        assertEquals(
                "https://login.microsoftonline.com/" + TENANT + "/v2.0",
                result.identity().namespace());
        assertTrue(result.assurance().idTokenVerified());

        Rig listed = entra(tenancy, Map.of("tenancy", tenancy, "tenants", OTHER_TENANT + " " + TENANT));
        assertTrue(listed.signIn().assurance().idTokenVerified());
        Rig notListed = entra(tenancy, Map.of("tenancy", tenancy, "tenants", OTHER_TENANT));
        assertEquals(
                ErrorCode.INVALID_ID_TOKEN,
                assertThrows(ConnectorException.class, notListed::signIn).code());
    }

    @ParameterizedTest
    @CsvSource({
        "single, https://login.microsoftonline.com/{tenantid}/v2.0",
        "common, https://login.microsoftonline.com/common/v2.0",
        "organizations, https://id.example.com",
        "organizations, 'https://id.example.com/{tenantid'",
        "organizations, https://id.example.com/x{tenantid}",
        "organizations, https://id.example.com/{tenantid}x",
        "organizations, https://id.example.com/{tenantid}/{tenantid}",
        "organizations, https://{tenantid}/v2.0",
        "organizations, http://id.example.com/{tenantid}",
    })
    void tenants_have_a_template_and_one_issuer_has_none(String tenancy, String issuer) {
        assertRefusedBySchemaOrFactory("/issuer", Map.of("tenancy", tenancy, "issuer", issuer));
    }

    @Test
    void unverified_addresses_of_every_tenant_in_the_world_cannot_be_trusted() {
        Map<String, Object> config = Rig.oidcConfiguration(Map.of(
                "tenancy", "common",
                "issuer", "https://login.microsoftonline.com/{tenantid}/v2.0",
                "trustUnverifiedEmail", true));
        assertEquals(List.of("/tenants"), pointers(config));
        config.put("tenants", TENANT);
        assertEquals(List.of(), pointers(config));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.onmicrosoft.com", "AAAABBBB-0000-CCCC-1111-DDDD2222EEEE", " ", "*"})
    void a_permitted_tenant_is_a_GUID(String tenants) {
        assertEquals(
                List.of("/tenants"),
                pointers(Rig.oidcConfiguration(Map.of(
                        "tenancy", "common",
                        "issuer", "https://login.microsoftonline.com/{tenantid}/v2.0",
                        "tenants", tenants))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile email", "openidx", "OPENID"})
    void without_openid_the_scopes_are_refused(String scope) {
        assertEquals(List.of("/scope"), pointers(Rig.oidcConfiguration(Map.of("scope", scope))));
        Map<String, Object> unchecked =
                new LinkedHashMap<>(SCHEMA.complete(JsonObject.config(Rig.oidcConfiguration(Map.of())))
                        .toMap());
        unchecked.put("scope", scope);
        assertEquals("/scope", pointerOfFactoryRefusal(unchecked));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example.com",
                "https://id.example.com?tenant=1",
                "https://id.example.com#part",
                "https://user@id.example.com",
                "id.example.com",
                "ftp://id.example.com",
                "https://",
                "https://..",
                "https://id.example.com/%zz"
            })
    void an_issuer_that_is_not_one_is_refused_at_its_field(String issuer) {
        assertRefusedBySchemaOrFactory("/issuer", Map.of("issuer", issuer));
    }

    @ParameterizedTest
    @CsvSource({
        "clientAuthentication, client_secret_post, /clientSecret",
        "clientAuthentication, client_secret_jwt, /clientSecret",
        "clientAuthentication, private_key_jwt, /privateKey",
        "clientAuthentication, tls_client_auth, /clientAuthentication",
        "responseMode, fragment, /responseMode",
        "endpoints, guessed, /endpoints",
        "acrValues, ' gold', /acrValues"
    })
    void what_a_choice_needs_is_asked_for_at_its_field(String field, String value, String pointer) {
        assertEquals(List.of(pointer), pointers(Rig.oidcConfiguration(Map.of(field, value))));
    }

    @Test
    void numbers_and_algorithms_out_of_range_are_refused_at_their_fields() {
        assertEquals(List.of("/clockSkew"), pointers(Rig.oidcConfiguration(Map.of("clockSkew", 601))));
        assertEquals(List.of("/maxAge"), pointers(Rig.oidcConfiguration(Map.of("maxAge", -1))));
        assertEquals(
                List.of("/idTokenAlgorithms/0"),
                pointers(Rig.oidcConfiguration(Map.of("idTokenAlgorithms", List.of("none")))));
        assertEquals(
                List.of("/idTokenAlgorithms/0"),
                pointers(Rig.oidcConfiguration(Map.of("idTokenAlgorithms", List.of("HS256")))));
        assertEquals(
                List.of("/idTokenAlgorithms"), pointers(Rig.oidcConfiguration(Map.of("idTokenAlgorithms", List.of()))));
    }

    @Test
    void pushing_by_hand_needs_the_endpoint() {
        assertTrue(pointers(Rig.oidcConfiguration(Map.of("endpoints", "manual", "pushedAuthorizationRequests", true)))
                .contains("/pushedAuthorizationRequestEndpoint"));
    }

    @Test
    void an_address_that_the_provider_did_not_verify_is_not_verified() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of());
        assertEquals(Optional.of(false), verified(rig.signIn(Persona.UNVERIFIED_EMAIL)));
    }

    @Test
    void trust_in_unverified_addresses_is_an_option() throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of("trustUnverifiedEmail", true));
        assertEquals(Optional.of(true), verified(rig.signIn(Persona.UNVERIFIED_EMAIL)));
        assertEquals(Optional.empty(), verified(rig.signIn(Persona.NO_EMAIL)));
    }

    @ParameterizedTest
    @CsvSource({"false, true, false", "true, true, true", "true, false, false", "true, TRUE, false", "true, 1, false"})
    void a_boolean_written_as_text_counts_only_if_configured(boolean option, String text, boolean expected)
            throws InterruptedException {
        Rig rig = Rig.oidc(Rig.confidential(), UnaryOperator.identity(), Map.of("textBooleans", option));
        rig.provider.always(Endpoint.USERINFO, ProviderFault.with("email_verified", text));
        assertEquals(Optional.of(expected), verified(rig.signIn()));
    }

    private static void assertScopeRefused(Executable call) {
        ConnectorException refusal = assertThrows(ConnectorException.class, call);
        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertEquals(Optional.of("scope"), refusal.detail(Detail.PARAMETER));
    }

    private static String query(Rig rig, @Nullable String prompt) throws InterruptedException {
        return rig.connector
                .begin(SignInAttempt.builder(Rig.REDIRECT_URI).prompt(prompt).build())
                .uri()
                .getQuery();
    }

    private static Rig entra(String alias, Map<String, ?> more) {
        Map<String, Object> config = new LinkedHashMap<>(Rig.oidcConfiguration(more));
        config.put("issuer", "https://login.microsoftonline.com/{tenantid}/v2.0");
        config.put("clientSecret", Rig.SECRET.reveal());
        Rig rig = Rig.of(
                new OidcConnectorFactory(),
                SimulatedProvider.huggingFace(URI.create("https://login.microsoftonline.com/" + alias + "/v2.0"))
                        .client(Rig.confidential())
                        .build(),
                config);
        rig.provider.always(
                Endpoint.DISCOVERY, ProviderFault.with("issuer", "https://login.microsoftonline.com/{tenantid}/v2.0"));
        rig.provider.always(draft -> draft.claim("iss", "https://login.microsoftonline.com/" + TENANT + "/v2.0")
                .claim("tid", TENANT)
                .sign());
        return rig;
    }

    private static Optional<Boolean> verified(SignInResult result) {
        return result.profile().email().map(EmailAddress::verified);
    }

    private static List<String> pointers(Map<String, Object> config) {
        return SCHEMA.violations(JsonObject.config(config)).stream()
                .map(Violation::pointer)
                .distinct()
                .toList();
    }

    private static void assertRefusedBySchemaOrFactory(String pointer, Map<String, ?> more) {
        Map<String, Object> config = Rig.oidcConfiguration(more);
        List<String> refused = new ArrayList<>(pointers(config));
        if (refused.isEmpty()) {
            refused.add(pointerOfFactoryRefusal(
                    SCHEMA.complete(JsonObject.config(config)).toMap()));
        }
        assertEquals(List.of(pointer), refused);
    }

    private static String pointerOfFactoryRefusal(Map<String, ?> complete) {
        ConnectorContext context =
                ConnectorContext.of(SimulatedProvider.huggingFace().build(), InstantSource.system());
        JsonObject config = JsonObject.config(complete);
        ConnectorException refusal =
                assertThrows(ConnectorException.class, () -> new OidcConnectorFactory().create(config, context));
        assertEquals(ErrorCode.INVALID_CONFIGURATION, refusal.code());
        return refusal.detail(Detail.POINTER).orElse("no pointer");
    }
}
