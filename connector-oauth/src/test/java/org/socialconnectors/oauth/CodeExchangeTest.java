package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.Check;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.TokenSet;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;

class CodeExchangeTest {
    @Test
    void T07_a_confidential_client_exchanges_the_code_once_with_basic_credentials_and_its_verifier() throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();

        SignInResult result = rig.complete(attempt, Persona.VERIFIED_EMAIL);

        RecordedRequest request = rig.provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
        assertEquals("POST", request.method());
        assertEquals(Optional.of("application/x-www-form-urlencoded"), request.header("Content-Type"));
        assertEquals(
                Optional.of("Basic "
                        + Base64.getEncoder()
                                .encodeToString((Rig.CLIENT_ID + ":" + Rig.CLIENT_SECRET.reveal())
                                        .getBytes(StandardCharsets.US_ASCII))),
                request.header("Authorization"));
        assertEquals(
                Set.of("grant_type", "code", "redirect_uri", "code_verifier"),
                request.form().keySet());
        assertEquals(List.of(Rig.REDIRECT_URI.toString()), request.form().get("redirect_uri"));
        assertEquals(List.of(attempt.codeVerifier().reveal()), request.form().get("code_verifier"));
        assertEquals(new Identity("https://huggingface.co", Persona.VERIFIED_EMAIL.subject()), result.identity());
        assertTrue(result.assurance().idTokenVerified());
        assertEquals(
                Set.of(
                        Check.PKCE,
                        Check.ID_TOKEN_SIGNATURE,
                        Check.ID_TOKEN_CLAIMS,
                        Check.NONCE,
                        Check.USERINFO_SUBJECT),
                result.assurance().checks());
    }

    @Test
    void the_callback_s_issuer_counts_as_checked_only_where_the_callback_named_it() throws Exception {
        assertFalse(Rig.openid().signIn().assurance().checks().contains(Check.CALLBACK_ISSUER));
        assertTrue(Rig.simulated(simulation -> simulation.issuerInCallback(true))
                .signIn()
                .assurance()
                .checks()
                .contains(Check.CALLBACK_ISSUER));
    }

    @Test
    void without_PKCE_none_is_claimed() throws Exception {
        Rig rig = Rig.with(
                OAuthProvider.Builder::withoutPkce,
                client -> client,
                simulation -> simulation.codeChallengeRequired(false));

        assertFalse(rig.signIn().assurance().checks().contains(Check.PKCE));
        assertFalse(rig.provider.requests(Endpoint.TOKEN).get(0).form().containsKey("code_verifier"));
    }

    @Test
    void T08_both_halves_of_the_basic_credentials_are_form_encoded() throws Exception {
        Rig rig = Rig.withSecret(Secret.of(": % + space é"));

        assertEquals(
                Persona.NO_EMAIL.subject(),
                rig.signIn(Persona.NO_EMAIL).identity().subject());
    }

    @Test
    void T09_a_public_client_names_itself_in_the_body_and_sends_nothing_secret() throws Exception {
        Rig rig = Rig.publicClient();

        rig.signIn();

        RecordedRequest request = rig.provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(List.of(Rig.CLIENT_ID), request.form().get("client_id"));
        assertFalse(request.form().containsKey("client_secret"));
        assertEquals(Optional.empty(), request.header("Authorization"));
    }

    @Test
    void T10_without_openid_userinfo_alone_is_enough_and_the_result_says_so() throws Exception {
        Rig rig = Rig.confidential("profile");

        SignInResult result = rig.signIn();

        assertEquals(Persona.VERIFIED_EMAIL.subject(), result.identity().subject());
        assertFalse(result.assurance().idTokenVerified());
        assertEquals(Set.of(Check.PKCE), result.assurance().checks());
        assertEquals(0, rig.provider.count(Endpoint.JWKS));
        assertEquals(0, rig.provider.count(Endpoint.DISCOVERY));
    }

    @Test
    void the_tokens_are_reported_as_the_provider_stated_them() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("scope", "profile  openid"));

        TokenSet tokens = rig.signIn().tokens().orElseThrow();

        assertEquals(Optional.of("profile  openid"), tokens.grantedScope());
        assertEquals(Optional.of(rig.instant().plusSeconds(28800)), tokens.expiresAt());
        assertEquals("bearer", tokens.tokenType());
        assertTrue(tokens.idToken().isPresent());
    }

    @Test
    void a_provider_that_is_silent_about_scope_and_lifetime_is_not_spoken_for() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.changing(members -> {
            members.remove("scope");
            members.put("expires_in", Long.MAX_VALUE);
            return members;
        }));

        TokenSet tokens = rig.signIn().tokens().orElseThrow();

        assertEquals(Optional.empty(), tokens.grantedScope());
        assertEquals(Optional.empty(), tokens.expiresAt());
    }

    @ParameterizedTest
    @CsvSource({"1, true", "315360000, true", "315360001, false", "0, false", "-1, false"})
    void a_lifetime_is_between_a_second_and_ten_years(long seconds, boolean believed) throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("expires_in", seconds));

        assertEquals(
                believed ? Optional.of(rig.instant().plusSeconds(seconds)) : Optional.empty(),
                rig.signIn().tokens().orElseThrow().expiresAt());
    }

    @Test
    void T13_a_code_that_was_used_is_refused_by_the_provider_and_asked_for_once() throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();
        var redirect = rig.connector.begin(attempt);
        URI callback = rig.provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL);
        rig.finish(attempt.after(redirect), callback);

        assertRefused(ErrorCode.PROVIDER_ERROR, () -> rig.finish(attempt.after(redirect), callback));
        assertEquals(2, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void T17_a_denial_is_a_denial_and_no_token_is_asked_for() throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();
        var redirect = rig.connector.begin(attempt);

        ConnectorException refusal = assertRefused(
                ErrorCode.ACCESS_DENIED, () -> rig.finish(attempt.after(redirect), rig.provider.deny(redirect.uri())));

        assertTrue(refusal.code().restart());
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "error=access_denied&code=abc, ACCESS_DENIED",
        "error=server_error&code=abc, PROVIDER_UNAVAILABLE",
        "error=invalid_scope, PROVIDER_ERROR",
        "error=unauthorized_client, INVALID_CONFIGURATION",
        "code=, INVALID_REQUEST",
        "other=1, INVALID_REQUEST",
        "code=a&code=b, INVALID_REQUEST"
    })
    void T18_an_error_counts_before_a_code_and_neither_is_a_malformed_callback(String callback, ErrorCode code)
            throws Exception {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();
        SignInAttempt begun = attempt.after(rig.connector.begin(attempt));
        URI address = URI.create(
                Rig.REDIRECT_URI + "&" + callback + "&state=" + attempt.state().reveal());

        assertRefused(code, () -> rig.finish(begun, address));
        assertEquals(0, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void T21_a_refused_code_is_the_provider_s_error_and_carries_its_code() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.error(400, "invalid_grant", "Invalid code"));

        ConnectorException refusal = assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn);

        assertEquals(Optional.of("invalid_grant"), refusal.detail(Detail.OAUTH_ERROR));
        assertEquals(Optional.of("400"), refusal.detail(Detail.HTTP_STATUS));
        assertEquals(Optional.of("token"), refusal.detail(Detail.ENDPOINT));
        assertEquals(Optional.of("Invalid code"), refusal.providerDescription());
        assertTrue(refusal.code().restart());
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"invalid_client\"}", "<html>401</html>"})
    void T22_rejected_credentials_are_the_administrator_s_matter(String body) {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.text(401, "application/json", body));

        ConnectorException refusal = assertRefused(ErrorCode.INVALID_CONFIGURATION, rig::signIn);

        assertFalse(String.valueOf(refusal.getMessage()).contains(Rig.CLIENT_SECRET.reveal()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void T23_an_outage_of_the_token_endpoint_is_reported_and_the_code_is_not_sent_again(int status) {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.TOKEN, ProviderFault.json(status, Map.of("error", "Internal Error 17")));

        ConnectorException refusal = assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);

        assertEquals(Optional.of("Internal Error 17"), refusal.providerDescription());
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @Test
    void T24_a_lost_answer_is_an_outage_and_the_code_is_not_sent_again() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.always(Endpoint.TOKEN, ProviderFault.lostAnswer());

        assertRefused(ErrorCode.PROVIDER_UNAVAILABLE, rig::signIn);
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void T29_a_redirect_of_the_token_endpoint_is_unusable_and_nobody_else_is_asked(int status) {
        Rig rig = Rig.openid();
        rig.provider.always(
                Endpoint.TOKEN, ProviderFault.redirect(status, URI.create("https://attacker.example/token")));

        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        assertEquals(Set.of(), rig.provider.foreignHosts());
        assertEquals(1, rig.provider.count(Endpoint.TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>hello</html>",
                "",
                "[]",
                "null",
                "\"text\"",
                "{\"token_type\":\"bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"bearer\"}",
                "{\"access_token\":7,\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\\r\\nX-Injected: 1\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"tök\",\"token_type\":\"bearer\"}",
                "{\"access_token\":\"a\"}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"id_token\":{}}"
            })
    void T30_an_answer_of_the_wrong_shape_is_unusable(String body) {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.text(200, "application/json", body));

        assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        assertEquals(0, rig.provider.count(Endpoint.USERINFO));
    }

    @Test
    void T30_an_error_in_a_successful_answer_is_the_provider_s_error() throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(
                Endpoint.TOKEN,
                ProviderFault.text(
                        200, "application/json", "{\"error\":\"bad_verification_code\",\"access_token\":\"a\"}"));

        assertEquals(
                Optional.of("bad_verification_code"),
                assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn).detail(Detail.OAUTH_ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "BEARER", "bearer"})
    void T30_the_type_bearer_is_fine_in_any_letter_case(String type) throws Exception {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.with("token_type", type));

        assertEquals(type, rig.signIn().tokens().orElseThrow().tokenType());
    }

    @Test
    void T31_hostile_JSON_is_unusable_and_nothing_overflows() throws Exception {
        for (byte[] body : List.of(
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                ("{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                "{\"access_token\":\"a\",\"access_token\":\"b\",\"token_type\":\"bearer\"}"
                        .getBytes(StandardCharsets.UTF_8),
                "{\"access_token\":\"a\",\"token_type\":\"bearer\"} x".getBytes(StandardCharsets.UTF_8),
                "{\"access_token\":\"a\",\"token_type\":\"bearer\"}".getBytes(StandardCharsets.UTF_16),
                new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})) {
            Rig rig = Rig.openid();
            rig.provider.next(Endpoint.TOKEN, ProviderFault.of(new HttpTransport.Response(200, Map.of(), body)));

            assertRefused(ErrorCode.INVALID_RESPONSE, rig::signIn);
        }
    }

    @Test
    void hooks_can_adjust_the_request_to_the_token_endpoint_and_what_it_answers() throws Exception {
        Rig rig = Rig.adjusted(provider -> provider.tokenRequest(
                        request -> request.with("audience", "x").without("grant_type"))
                .tokenAnswer(answer -> {
                    assertEquals(7L, answer.integer("errcode").orElseThrow());
                    return JsonObject.response(Map.of("error", "from_the_hook"));
                }));
        rig.provider.next(Endpoint.TOKEN, ProviderFault.json(200, Map.of("errcode", 7)));

        assertEquals(
                Optional.of("from_the_hook"),
                assertRefused(ErrorCode.PROVIDER_ERROR, rig::signIn).detail(Detail.OAUTH_ERROR));
        RecordedRequest request = rig.provider.requests(Endpoint.TOKEN).get(0);
        assertEquals(List.of("x"), request.form().get("audience"));
        assertFalse(request.form().containsKey("grant_type"));
    }

    @Test
    void basic_authentication_without_a_secret_is_the_administrator_s_matter() throws Exception {
        Rig rig = Rig.publicClient();
        OAuthClient client = OAuthClient.builder("client").build();
        TokenRequest request =
                TokenRequest.to(URI.create("https://huggingface.co/oauth/token"), "https://huggingface.co");

        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> ClientAuthentication.clientSecretBasic().authenticate(request, client));
        assertTrue(rig.provider.requests().isEmpty());
    }
}
