package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

class AuthorizationTest {
    private final SimulatedProvider provider = Sample.provider(InstantSource.system());
    private final Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid profile");

    @Test
    void approval_leads_to_the_redirect_uri_with_code_and_state() {
        URI callback = provider.authorize(Sample.authorizationUri(provider, request), Persona.VERIFIED_EMAIL);

        assertTrue(callback.toString().startsWith(Sample.CALLBACK + "?"));
        assertEquals("the state", Sample.query(callback).get("state"));
        assertNotNull(Sample.query(callback).get("code"));
        assertFalse(Sample.query(callback).containsKey("iss"));
    }

    @Test
    void denial_leads_to_the_redirect_uri_with_the_error_and_state() {
        Map<String, String> callback = Sample.query(provider.deny(Sample.authorizationUri(provider, request)));

        assertEquals("access_denied", callback.get("error"));
        assertNotNull(callback.get("error_description"));
        assertEquals("the state", callback.get("state"));
        assertFalse(callback.containsKey("code"));
    }

    @Test
    void the_issuer_is_in_the_callback_and_promised_in_the_metadata_if_wanted() throws Exception {
        SimulatedProvider sender = SimulatedProvider.huggingFace()
                .client(Sample.CONFIDENTIAL)
                .issuerInCallback(true)
                .build();

        URI approved = sender.authorize(Sample.authorizationUri(sender, request), Persona.NO_EMAIL);
        URI denied = sender.deny(Sample.authorizationUri(sender, request));

        assertEquals("https://huggingface.co", Sample.query(approved).get("iss"));
        assertEquals("https://huggingface.co", Sample.query(denied).get("iss"));
    }

    @Test
    void a_query_of_the_redirect_uri_is_kept() {
        provider.register(SimulatedClient.withoutSecret(
                "query", List.of(URI.create("https://app.example/cb?tenant=1")), Sample.SCOPES));
        request.put("client_id", "query");
        request.put("redirect_uri", "https://app.example/cb?tenant=1");

        URI callback = provider.authorize(Sample.authorizationUri(provider, request), Persona.NO_EMAIL);

        assertTrue(callback.toString().startsWith("https://app.example/cb?tenant=1&code="));
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, nobody, UNKNOWN_CLIENT",
        "redirect_uri, https://app.example/callback/, REDIRECT_URI_NOT_REGISTERED",
        "redirect_uri, https://app.example/callback?x=1, REDIRECT_URI_NOT_REGISTERED",
        "redirect_uri, https://app.example:8443/callback, REDIRECT_URI_NOT_REGISTERED",
        "redirect_uri, not a uri, REDIRECT_URI_NOT_REGISTERED",
        "redirect_uri, '', REDIRECT_URI_NOT_REGISTERED",
        "response_type, token, RESPONSE_TYPE_NOT_SUPPORTED",
        "scope, openid write-repos, SCOPE_NOT_ENABLED",
        "code_challenge, '', CODE_CHALLENGE_REQUIRED",
        "code_challenge, short, CODE_CHALLENGE_REQUIRED",
        "code_challenge_method, plain, CODE_CHALLENGE_REQUIRED",
        "code_challenge_method, '', CODE_CHALLENGE_REQUIRED"
    })
    void an_error_page_is_shown_for(String parameter, String value, Reason reason) {
        request.put(parameter, value);

        AuthorizationRefusedException refused = assertThrows(
                AuthorizationRefusedException.class,
                () -> provider.authorize(Sample.authorizationUri(provider, request), Persona.NO_EMAIL));

        assertEquals(reason, refused.reason());
    }

    @Test
    void a_parameter_given_twice_is_refused() {
        URI twice = URI.create(Sample.authorizationUri(provider, request) + "&state=other");

        AuthorizationRefusedException refused =
                assertThrows(AuthorizationRefusedException.class, () -> provider.authorize(twice, Persona.NO_EMAIL));

        assertEquals(Reason.MALFORMED_REQUEST, refused.reason());
    }

    @Test
    void another_path_is_not_the_authorization_endpoint() {
        URI elsewhere = URI.create("https://huggingface.co/oauth/other?" + Sample.encode(request));

        assertThrows(AuthorizationRefusedException.class, () -> provider.authorize(elsewhere, Persona.NO_EMAIL));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/cb, http://localhost:9999/cb, true",
        "http://127.0.0.1/cb, http://127.0.0.1:9999/cb, true",
        "http://[::1]:1/cb, http://[::1]:2/cb, true",
        "http://localhost:1/cb, http://127.0.0.1:1/cb, false",
        "http://127.0.0.1:1/cb, http://localhost:1/cb, false",
        "http://localhost:1/cb, http://localhost:1/other, false",
        "http://localhost:1/cb, http://localhost:1/cb?x, false",
        "http://localhost:1/cb, http://user@localhost:1/cb, false",
        "http://localhost:1/cb, https://localhost:1/cb, false",
        "https://localhost:1/cb, https://localhost:2/cb, false",
        "http://app.example:1/cb, http://app.example:2/cb, false",
        "http://localhost.example:1/cb, http://localhost.example:2/cb, false",
        "my.app:/cb, my.app:/cb, true"
    })
    void only_the_port_of_http_on_a_loopback_host_may_differ(URI registered, URI requested, boolean accepted) {
        assertEquals(accepted, LoopbackRedirect.matches(registered, requested));
    }

    @Test
    void without_PKCE_only_where_it_is_not_required_and_never_by_the_plain_method() throws Exception {
        SimulatedProvider lenient = SimulatedProvider.huggingFace()
                .client(Sample.CONFIDENTIAL)
                .codeChallengeRequired(false)
                .build();
        request.put("code_challenge_method", "plain");
        assertThrows(
                AuthorizationRefusedException.class,
                () -> lenient.authorize(Sample.authorizationUri(lenient, request), Persona.NO_EMAIL));
        request.remove("code_challenge");
        request.remove("code_challenge_method");

        URI callback = lenient.authorize(Sample.authorizationUri(lenient, request), Persona.NO_EMAIL);
        Map<String, String> form = Sample.exchange(Sample.query(callback).get("code"));
        form.remove("code_verifier");

        assertEquals(200, Sample.token(lenient, form).status());
    }
}
