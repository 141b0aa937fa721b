package org.socialconnectors.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.SocialConnector;
import org.socialconnectors.api.SocialConnectorFactory;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.identity.EmailAddress;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.core.configuration.ConfigurationSchema;
import org.socialconnectors.core.configuration.Violation;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.SimulatedClient;
import org.socialconnectors.simulator.SimulatedProvider;

class OidcConnectorTest {
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
        for (String name : List.of(
                "response_type",
                "response_mode",
                "client_id",
                "client_secret",
                "redirect_uri",
                "scope",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "dpop_jkt",
                "prompt",
                "login_hint",
                "ui_locales",
                "max_age",
                "acr_values",
                "id_token_hint",
                "code_verifier",
                "client_assertion",
                "client_assertion_type",
                "request",
                "request_uri")) {
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
