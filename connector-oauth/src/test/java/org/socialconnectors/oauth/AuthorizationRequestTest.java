package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.ConnectorContext;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.Endpoint;

class AuthorizationRequestTest {
    @Test
    void openid_can_be_required_of_every_sign_in() throws Exception {
        Rig rig = Rig.adjusted(OAuthProvider.Builder::openidRequired);
        SignInAttempt without = SignInAttempt.builder(Rig.REDIRECT_URI)
                .scopes(List.of("profile"))
                .build();

        assertEquals(
                Optional.of("scope"),
                assertRefused(ErrorCode.INVALID_REQUEST, () -> rig.connector.begin(without))
                        .detail(Detail.PARAMETER));
        assertTrue(rig.signIn().assurance().idTokenVerified());
    }

    @Test
    void T01_the_challenge_is_the_S256_of_the_verifier_and_no_verifier_or_secret_is_in_the_address() throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();

        URI address = rig.connector.begin(attempt).uri();

        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(attempt.codeVerifier().reveal().getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                List.of(Base64.getUrlEncoder().withoutPadding().encodeToString(digest)),
                parameters(address).all("code_challenge"));
        assertEquals(List.of("S256"), parameters(address).all("code_challenge_method"));
        assertFalse(address.toString().contains(attempt.codeVerifier().reveal()));
        assertFalse(address.toString().contains(Rig.CLIENT_SECRET.reveal()));
    }

    @Test
    void T02_the_address_has_exactly_the_standard_parameters_and_the_extra_one() throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
                .extraParameters(Map.of("orgIds", "a b&c"))
                .build();

        URI address = rig.connector.begin(attempt).uri();

        assertEquals(
                Set.of(
                        "response_type",
                        "client_id",
                        "redirect_uri",
                        "scope",
                        "state",
                        "nonce",
                        "code_challenge",
                        "code_challenge_method",
                        "orgIds"),
                names(address));
        assertTrue(address.toString().startsWith("https://huggingface.co/oauth/authorize?response_type=code&"));
        assertTrue(address.getRawQuery()
                .contains("&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback%2Fhf%3Ftenant%3D1&"));
        assertTrue(address.getRawQuery().contains("&scope=openid%20profile%20email&"));
        assertTrue(address.getRawQuery().endsWith("&orgIds=a%20b%26c"));
        assertEquals(List.of(attempt.state().reveal()), parameters(address).all("state"));
        assertEquals(List.of(attempt.nonce().reveal()), parameters(address).all("nonce"));
    }

    @Test
    void T02_a_nonce_is_sent_only_with_openid() throws Exception {
        assertFalse(names(begin(Rig.confidential("profile"))).contains("nonce"));
    }

    @Test
    void the_default_scopes_are_asked_for_when_neither_sign_in_nor_configuration_says() throws Exception {
        assertEquals(List.of("profile"), parameters(begin(Rig.confidential())).all("scope"));
    }

    @Test
    void the_sign_in_can_ask_for_scopes_prompt_hint_and_languages_of_its_own() throws Exception {
        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
                .scopes(List.of("openid", "email"))
                .prompt("login")
                .loginHint("ada@example.org")
                .uiLocales("fr en")
                .build();

        CallbackParameters sent =
                parameters(Rig.openid().connector.begin(attempt).uri());

        assertEquals(List.of("openid email"), sent.all("scope"));
        assertEquals(List.of("login"), sent.all("prompt"));
        assertEquals(List.of("ada@example.org"), sent.all("login_hint"));
        assertEquals(List.of("fr en"), sent.all("ui_locales"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "nonce",
                "redirect_uri",
                "client_id",
                "client_secret",
                "code_challenge",
                "code_challenge_method",
                "response_type",
                "response_mode",
                "scope",
                "prompt",
                "login_hint",
                "ui_locales",
                "max_age",
                "acr_values",
                "id_token_hint",
                "dpop_jkt",
                "code_verifier",
                "client_assertion",
                "client_assertion_type",
                "",
                "request",
                "request_uri"
            })
    void T03_an_extra_parameter_cannot_take_a_reserved_name(String name) {
        Rig rig = Rig.confidential("profile");
        SignInAttempt attempt = SignInAttempt.builder(Rig.REDIRECT_URI)
                .extraParameters(Map.of(name, "attacker"))
                .build();

        assertTrue(OAuthConnector.reservedParameters().contains(name));
        assertEquals(
                name,
                assertRefused(ErrorCode.INVALID_REQUEST, () -> rig.connector.begin(attempt))
                        .detail(Detail.PARAMETER)
                        .orElseThrow());
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void T03_the_configuration_cannot_take_a_reserved_name_either_nor_a_sign_in_one_of_the_configuration()
            throws Exception {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> begin(OAuthClient.builder("client").authorizationParameter("state", "x"), Map.of()));
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                () -> begin(
                        OAuthClient.builder("client").authorizationParameter("orgIds", "configured"),
                        Map.of("orgIds", "other")));
    }

    @Test
    void the_issuer_is_pinned_and_demanded_only_where_the_provider_promises_it() throws Exception {
        assertFalse(begun(Rig.openid()).issuerRule().orElseThrow().required());
        assertTrue(begun(Rig.adjusted(OAuthProvider.Builder::issuerInCallback))
                .issuerRule()
                .orElseThrow()
                .required());
        assertEquals(
                "https://huggingface.co",
                begun(Rig.openid()).issuerRule().orElseThrow().issuer());
    }

    @Test
    void beginning_makes_no_request() throws Exception {
        Rig rig = Rig.openid();
        rig.connector.begin(rig.attempt());
        assertTrue(rig.provider.requests().isEmpty());
    }

    @Test
    void a_hook_can_rename_a_parameter_and_add_a_fragment() throws Exception {
        Rig rig = Rig.adjusted(provider -> provider.authorizationRequest(
                request -> request.with("appid", request.parameters().getOrDefault("client_id", ""))
                        .without("client_id")
                        .fragment("wechat_redirect")));

        URI address = begin(rig);

        assertEquals("wechat_redirect", address.getFragment());
        assertEquals(List.of(Rig.CLIENT_ID), parameters(address).all("appid"));
        assertFalse(names(address).contains("client_id"));
    }

    @Test
    void the_query_of_the_endpoint_itself_is_kept() throws Exception {
        Rig rig = Rig.adjusted(provider -> provider.authorizationEndpoint("https://huggingface.co/authorize?tenant=7"));
        assertTrue(begin(rig).toString().startsWith("https://huggingface.co/authorize?tenant=7&response_type=code&"));
    }

    @Test
    void no_parameter_of_the_request_is_in_the_endpoint_s_own_query_already() {
        for (String query : List.of("state=x", "client_id=x", "a=b&scop%65=x", "nonce")) {
            Rig rig = Rig.adjusted(
                    provider -> provider.authorizationEndpoint("https://huggingface.co/authorize?" + query));
            assertRefused(ErrorCode.INVALID_CONFIGURATION, () -> begin(rig));
        }
    }

    @Test
    void no_parameter_of_a_GET_to_the_token_endpoint_is_in_its_own_query_already() {
        Rig rig = Rig.adjusted(provider -> provider.tokenEndpoint("https://huggingface.co/oauth/token?code=x")
                .tokenRequest(TokenRequest::byGet));

        assertRefused(ErrorCode.INVALID_CONFIGURATION, rig::signIn);
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_uri",
                "state",
                "nonce",
                "code_challenge",
                "code_challenge_method",
                "max_age",
                "dpop_jkt"
            })
    void a_hook_cannot_remove_or_change_what_protects_the_sign_in(String name) {
        for (UnaryOperator<AuthorizationRequest> hook : List.<UnaryOperator<AuthorizationRequest>>of(
                request -> request.without(name), request -> request.with(name, "other"))) {
            Rig rig = Rig.with(
                    provider -> provider.authorizationRequest(hook),
                    client -> client.maxAge(Duration.ofMinutes(1)).proofOfPossession(),
                    simulation -> simulation);
            assertEquals(
                    name,
                    assertRefused(ErrorCode.CONNECTOR_FAILURE, () -> begin(rig))
                            .detail(Detail.PARAMETER)
                            .orElseThrow());
        }
    }

    @Test
    void a_hook_cannot_take_openid_away_or_add_it_but_can_change_other_scopes() throws Exception {
        Rig without = Rig.adjusted(provider -> provider.authorizationRequest(request -> request.without("scope")));
        assertRefused(ErrorCode.CONNECTOR_FAILURE, () -> begin(without));

        Rig other = Rig.adjusted(
                provider -> provider.authorizationRequest(request -> request.with("scope", "email openid")));
        assertEquals(List.of("email openid"), parameters(begin(other)).all("scope"));

        Rig added = Rig.with(
                provider -> provider.authorizationRequest(request -> request.with("scope", "profile openid")),
                client -> client.scopes(List.of("profile")),
                simulation -> simulation);
        assertRefused(ErrorCode.CONNECTOR_FAILURE, () -> begin(added));
    }

    @Test
    void a_scope_is_a_single_token_wherever_it_is_written_down() {
        for (String malformed : List.of("profile openid", "", " ", "a\tb", "a\"b", "a\\b", "é")) {
            assertRefused(
                    ErrorCode.INVALID_CONFIGURATION,
                    () -> OAuthClient.builder("client").scopes(List.of("email", malformed)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> OAuthProvider.builder().defaultScopes("email", malformed));
        }
        OAuthClient.builder("client").scopes(List.of("https://api.example/read:all", "!#[]~"));
    }

    @Test
    void openid_needs_an_issuer() throws Exception {
        OAuthProvider provider = OAuthProvider.builder()
                .namespace("https://oauth.example")
                .authorizationEndpoint("https://oauth.example/authorize")
                .tokenEndpoint("https://oauth.example/token")
                .defaultScopes("openid")
                .build();
        OAuthConnector connector =
                new OAuthConnector(provider, OAuthClient.builder("client").build(), unusedContext());

        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> connector.begin(SignInAttempt.builder(Rig.REDIRECT_URI).build()));
    }

    @Test
    void a_provider_that_refuses_PKCE_gets_none() throws Exception {
        assertFalse(
                names(begin(Rig.adjusted(OAuthProvider.Builder::withoutPkce))).contains("code_challenge"));
    }

    private static Redirect begun(Rig rig) throws InterruptedException {
        return rig.connector.begin(rig.attempt());
    }

    private static URI begin(Rig rig) throws InterruptedException {
        return begun(rig).uri();
    }

    private static void begin(OAuthClient.Builder client, Map<String, String> extra) throws InterruptedException {
        OAuthProvider provider = OAuthProvider.builder()
                .namespace("https://oauth.example")
                .authorizationEndpoint("https://oauth.example/authorize")
                .tokenEndpoint("https://oauth.example/token")
                .build();
        new OAuthConnector(provider, client.build(), unusedContext())
                .begin(SignInAttempt.builder(Rig.REDIRECT_URI)
                        .extraParameters(extra)
                        .build());
    }

    private static ConnectorContext unusedContext() {
        return ConnectorContext.of(
                request -> {
                    throw new AssertionError("no request belongs here");
                },
                java.time.InstantSource.system());
    }

    private static CallbackParameters parameters(URI address) {
        return CallbackParameters.parse(address.getRawQuery(), CallbackParameters.Arrival.QUERY);
    }

    private static Set<String> names(URI address) {
        return Stream.of(address.getRawQuery().split("&"))
                .map(pair -> pair.substring(0, pair.indexOf('=')))
                .collect(Collectors.toSet());
    }
}
