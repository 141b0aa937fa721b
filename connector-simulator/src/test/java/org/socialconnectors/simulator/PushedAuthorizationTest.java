package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.simulator.AuthorizationRefusedException.Reason;

/** RFC 9126. */
class PushedAuthorizationTest {
    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = provider(false);
    private final Map<String, String> request = Sample.authorization(Sample.CONFIDENTIAL, "openid");

    @Test
    void a_pushed_request_is_answered_as_if_the_browser_had_brought_it() throws Exception {
        URI callback = provider.authorize(browser(push()), Persona.NO_EMAIL);

        assertEquals("the state", Sample.query(callback).get("state"));
        Response tokens =
                Sample.token(provider, Sample.exchange(Sample.query(callback).get("code")));
        assertEquals(200, tokens.status());
        assertEquals(1, provider.count(Endpoint.PUSHED_AUTHORIZATION));
    }

    @Test
    void the_answer_names_the_request_for_sixty_seconds() throws Exception {
        Response response = Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request);

        assertEquals(201, response.status());
        JsonObject members = Sample.json(response);
        assertEquals(60, members.integer("expires_in").orElseThrow());
        assertTrue(members.text("request_uri").startsWith("urn:ietf:params:oauth:request_uri:"));
    }

    @Test
    void it_serves_once() throws Exception {
        URI browser = browser(push());
        provider.authorize(browser, Persona.NO_EMAIL);

        assertRefused(Reason.REQUEST_URI_INVALID, provider, browser);
    }

    @Test
    void it_expires() throws Exception {
        String inTime = push();
        clock.advance(Duration.ofSeconds(59));
        provider.authorize(browser(inTime), Persona.NO_EMAIL);

        String late = push();
        clock.advance(Duration.ofSeconds(60));
        assertRefused(Reason.REQUEST_URI_INVALID, provider, browser(late));
    }

    @Test
    void it_belongs_to_its_client() throws Exception {
        String requestUri = push();

        assertRefused(
                Reason.REQUEST_URI_INVALID,
                provider,
                Sample.authorizationUri(
                        provider, Map.of("client_id", Sample.PUBLIC.clientId(), "request_uri", requestUri)));
        request.put("client_id", Sample.PUBLIC.clientId());
        assertEquals(
                401,
                Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request).status());
    }

    @Test
    void what_the_browser_adds_does_not_count() throws Exception {
        URI browser = URI.create(browser(push()) + "&redirect_uri=https%3A%2F%2Fevil.example%2F&state=other");

        URI callback = provider.authorize(browser, Persona.NO_EMAIL);

        assertTrue(callback.toString().startsWith(Sample.CALLBACK + "?"));
        assertEquals("the state", Sample.query(callback).get("state"));
    }

    @Test
    void a_request_that_would_be_refused_is_refused_when_it_is_pushed() throws Exception {
        request.put("redirect_uri", "https://evil.example/");
        Sample.assertError(400, "invalid_request", Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request));

        request.put("redirect_uri", Sample.CALLBACK.toString());
        request.put("scope", "write-repos");
        Sample.assertError(400, "invalid_scope", Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request));
    }

    @Test
    void a_pushed_request_cannot_be_pushed_again() throws Exception {
        request.put("request_uri", push());

        Sample.assertError(400, "invalid_request", Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request));
    }

    @Test
    void a_plain_request_is_refused_where_pushing_is_required() throws Exception {
        SimulatedProvider strict = provider(true);

        assertRefused(Reason.PUSHED_REQUEST_REQUIRED, strict, Sample.authorizationUri(strict, request));
        String requestUri = Sample.json(Sample.post(strict, Endpoint.PUSHED_AUTHORIZATION, request))
                .text("request_uri");
        strict.authorize(
                Sample.authorizationUri(
                        strict, Map.of("client_id", Sample.CONFIDENTIAL.clientId(), "request_uri", requestUri)),
                Persona.NO_EMAIL);
        provider.authorize(Sample.authorizationUri(provider, request), Persona.NO_EMAIL);
    }

    private SimulatedProvider provider(boolean required) {
        return Sample.provider(
                clock,
                builder -> builder.pushedAuthorizationEndpoint(URI.create("https://huggingface.co/oauth/par"))
                        .pushedAuthorizationRequired(required));
    }

    private String push() throws InterruptedException {
        return Sample.json(Sample.post(provider, Endpoint.PUSHED_AUTHORIZATION, request))
                .text("request_uri");
    }

    private URI browser(String requestUri) {
        return Sample.authorizationUri(
                provider, Map.of("client_id", Sample.CONFIDENTIAL.clientId(), "request_uri", requestUri));
    }

    private static void assertRefused(Reason reason, SimulatedProvider provider, URI browser) {
        AuthorizationRefusedException refused =
                assertThrows(AuthorizationRefusedException.class, () -> provider.authorize(browser, Persona.NO_EMAIL));
        assertEquals(reason, refused.reason());
    }
}
