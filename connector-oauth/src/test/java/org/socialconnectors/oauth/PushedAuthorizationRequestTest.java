package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.simulator.AuthorizationRefusedException;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;

class PushedAuthorizationRequestTest {
    private static final URI ENDPOINT = URI.create("https://huggingface.co/oauth/par");

    @Test
    void only_a_reference_goes_through_the_browser() throws Exception {
        Rig rig = pushing();
        SignInAttempt attempt = rig.attempt();

        URI address = rig.connector.begin(attempt).uri();

        CallbackParameters sent = CallbackParameters.parse(address.getRawQuery(), CallbackParameters.Arrival.QUERY);
        assertEquals(List.of(Rig.CLIENT_ID), sent.all("client_id"));
        assertEquals(1, sent.all("request_uri").size());
        assertEquals(2, address.getRawQuery().split("&").length);
        RecordedRequest push =
                rig.provider.requests(Endpoint.PUSHED_AUTHORIZATION).get(0);
        assertEquals(List.of(attempt.state().reveal()), push.form().get("state"));
        assertEquals(List.of(attempt.nonce().reveal()), push.form().get("nonce"));
        assertEquals(List.of("S256"), push.form().get("code_challenge_method"));
        assertFalse(push.body().contains(attempt.codeVerifier().reveal()));
        assertTrue(push.header("Authorization").isPresent());
    }

    @Test
    void a_sign_in_that_was_pushed_succeeds_and_the_reference_serves_once() throws Exception {
        Rig rig = pushing();
        SignInAttempt attempt = rig.attempt();
        var redirect = rig.connector.begin(attempt);
        URI callback = rig.provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL);

        assertTrue(rig.finish(attempt.after(redirect), callback).assurance().idTokenVerified());
        assertThrows(
                AuthorizationRefusedException.class,
                () -> rig.provider.authorize(redirect.uri(), Persona.VERIFIED_EMAIL));
    }

    @Test
    void a_provider_that_requires_it_gets_it_without_being_asked_for() throws Exception {
        Rig rig = Rig.discovered(
                UnaryOperator.identity(),
                simulation -> simulation.pushedAuthorizationEndpoint(ENDPOINT).pushedAuthorizationRequired(true));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(1, rig.provider.count(Endpoint.PUSHED_AUTHORIZATION));
    }

    @Test
    void a_provider_that_only_offers_it_is_not_asked() throws Exception {
        Rig rig = Rig.discovered(
                UnaryOperator.identity(), simulation -> simulation.pushedAuthorizationEndpoint(ENDPOINT));

        assertTrue(rig.signIn().assurance().idTokenVerified());
        assertEquals(0, rig.provider.count(Endpoint.PUSHED_AUTHORIZATION));
    }

    @Test
    void a_provider_without_it_is_the_administrator_s_matter() {
        for (Rig rig : List.of(
                Rig.discovered(OAuthClient.Builder::pushedAuthorizationRequests, simulation -> simulation),
                Rig.with(
                        provider -> provider,
                        OAuthClient.Builder::pushedAuthorizationRequests,
                        simulation -> simulation))) {
            assertEquals(
                    Optional.of("/pushedAuthorizationRequests"),
                    assertRefused(ErrorCode.INVALID_CONFIGURATION, rig::signIn).detail(Detail.POINTER));
        }
    }

    @Test
    void a_push_that_is_refused_sends_nobody_to_the_provider() {
        Map<ErrorCode, ProviderFault> faults = Map.of(
                ErrorCode.PROVIDER_ERROR, ProviderFault.error(400, "invalid_request", "no"),
                ErrorCode.INVALID_CONFIGURATION, ProviderFault.error(401, "invalid_client", "no"),
                ErrorCode.PROVIDER_UNAVAILABLE, ProviderFault.text(503, "text/html", "<html>"),
                ErrorCode.INVALID_RESPONSE, ProviderFault.without("request_uri"));
        faults.forEach((code, fault) -> {
            Rig rig = pushing();
            rig.provider.next(Endpoint.PUSHED_AUTHORIZATION, fault);
            assertRefused(code, () -> rig.connector.begin(rig.attempt()));
            assertEquals(1, rig.provider.count(Endpoint.PUSHED_AUTHORIZATION));
        });
    }

    @Test
    void an_error_in_a_successful_answer_is_one() {
        Rig rig = pushing();
        rig.provider.next(
                Endpoint.PUSHED_AUTHORIZATION,
                ProviderFault.json(200, Map.of("error", "invalid_request", "request_uri", "urn:x")));

        assertRefused(ErrorCode.PROVIDER_ERROR, () -> rig.connector.begin(rig.attempt()));
    }

    @Test
    void an_extra_parameter_is_pushed_too() throws Exception {
        Rig rig = pushing();
        rig.connector.begin(SignInAttempt.builder(Rig.REDIRECT_URI)
                .extraParameters(Map.of("orgIds", "7"))
                .build());

        assertEquals(
                List.of("7"),
                rig.provider
                        .requests(Endpoint.PUSHED_AUTHORIZATION)
                        .get(0)
                        .form()
                        .get("orgIds"));
        assertEquals(Set.of(), rig.provider.foreignHosts());
    }

    private static Rig pushing() {
        return Rig.with(
                provider -> provider.pushedAuthorizationRequestEndpoint(ENDPOINT.toString()),
                OAuthClient.Builder::pushedAuthorizationRequests,
                simulation -> simulation.pushedAuthorizationEndpoint(ENDPOINT));
    }
}
