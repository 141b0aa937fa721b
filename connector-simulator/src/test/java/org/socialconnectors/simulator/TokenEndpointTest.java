package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

class TokenEndpointTest {
    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = Sample.provider(clock);

    @Test
    void a_code_is_exchanged_for_the_tokens_in_hugging_face_shape() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid profile", Persona.VERIFIED_EMAIL);

        assertEquals("bearer", tokens.text("token_type"));
        assertEquals(28_800, tokens.integer("expires_in").orElseThrow());
        assertEquals("openid profile", tokens.text("scope"));
        assertTrue(tokens.has("access_token"));
        assertTrue(tokens.has("refresh_token"));
        assertTrue(tokens.has("id_token"));
    }

    @Test
    void without_the_scope_openid_there_is_no_id_token() throws Exception {
        assertFalse(Sample.tokens(provider, "profile", Persona.VERIFIED_EMAIL).has("id_token"));
    }

    @ParameterizedTest
    @CsvSource({
        "code, another",
        "code, ''",
        "redirect_uri, https://app.example/other",
        "redirect_uri, ''",
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX",
        "code_verifier, ''"
    })
    void a_code_is_refused_with_another(String field, String value) throws Exception {
        Map<String, String> form = Sample.exchange(code());
        form.put(field, value);

        assertError(400, "invalid_grant", "Invalid code", Sample.token(provider, form));
    }

    @Test
    void a_code_serves_once() throws Exception {
        Map<String, String> form = Sample.exchange(code());

        assertEquals(200, Sample.token(provider, form).status());
        assertError(400, "invalid_grant", "Invalid code", Sample.token(provider, form));
    }

    @Test
    void a_code_serves_once_even_to_many_at_the_same_time() throws Exception {
        Map<String, String> form = Sample.exchange(code());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Response>> calls = IntStream.range(0, 50)
                    .<Callable<Response>>mapToObj(index -> () -> Sample.token(provider, form))
                    .toList();
            int successes = 0;
            for (Future<Response> answer : threads.invokeAll(calls)) {
                successes += answer.get().status() == 200 ? 1 : 0;
            }
            assertEquals(1, successes);
            assertEquals(50, provider.count(Endpoint.TOKEN));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_code_lives_for_a_minute() throws Exception {
        String inTime = code();
        clock.advance(Duration.ofSeconds(59));
        assertEquals(200, Sample.token(provider, Sample.exchange(inTime)).status());

        String late = code();
        clock.advance(Duration.ofSeconds(60));
        assertError(400, "invalid_grant", "Invalid code", Sample.token(provider, Sample.exchange(late)));
    }

    @Test
    void a_code_belongs_to_its_client() throws Exception {
        String code = Sample.code(provider, Sample.PUBLIC, "profile", Persona.NO_EMAIL);

        assertError(400, "invalid_grant", "Invalid code", Sample.token(provider, Sample.exchange(code)));
    }

    @Test
    void a_wrong_secret_is_refused_and_the_code_stays_good() throws Exception {
        Map<String, String> form = Sample.exchange(code());

        Response refused = send(form, Optional.of(Sample.basic(Sample.CONFIDENTIAL.clientId(), "wrong")));

        assertError(401, "invalid_client", "Client authentication failed", refused);
        assertTrue(refused.header("WWW-Authenticate").orElseThrow().startsWith("Basic "));
        assertEquals(200, Sample.token(provider, form).status());
    }

    @Test
    void a_secret_that_was_changed_at_the_provider_is_refused() throws Exception {
        provider.register(Sample.CONFIDENTIAL.withSecret(Secret.random()));

        assertError(401, "invalid_client", "Client authentication failed", Sample.token(provider, Map.of()));
    }

    @Test
    void halves_that_were_not_form_encoded_are_refused() throws Exception {
        String raw = "Basic "
                + java.util.Base64.getEncoder()
                        .encodeToString(Json.bytes(Sample.CONFIDENTIAL.clientId() + ":" + Sample.SECRET));

        assertEquals(401, send(Sample.exchange(code()), Optional.of(raw)).status());
    }

    @Test
    void a_confidential_client_without_its_secret_is_refused() throws Exception {
        Map<String, String> form = Sample.exchange(code());
        form.put("client_id", Sample.CONFIDENTIAL.clientId());

        assertEquals(401, send(form, Optional.empty()).status());
    }

    @Test
    void a_secret_in_the_body_is_refused_unless_the_client_may_send_it_there() throws Exception {
        Map<String, String> form = Sample.exchange(code());
        form.put("client_id", Sample.CONFIDENTIAL.clientId());
        form.put("client_secret", Sample.SECRET);
        assertEquals(401, send(form, Optional.empty()).status());

        provider.register(Sample.CONFIDENTIAL.allowingSecretInBody());
        assertEquals(200, send(form, Optional.empty()).status());
    }

    @Test
    void a_secret_in_both_places_is_refused() throws Exception {
        provider.register(Sample.CONFIDENTIAL.allowingSecretInBody());
        Map<String, String> form = Sample.exchange(code());
        form.put("client_secret", Sample.SECRET);

        assertEquals(401, Sample.token(provider, form).status());
    }

    @Test
    void a_public_client_sends_its_client_id_and_nothing_secret() throws Exception {
        Map<String, String> form = Sample.exchange(Sample.code(provider, Sample.PUBLIC, "profile", Persona.NO_EMAIL));
        form.put("client_id", "public");
        Map<String, String> withSecret = new LinkedHashMap<>(form);
        withSecret.put("client_secret", "anything");

        assertEquals(401, send(withSecret, Optional.empty()).status());
        assertEquals(401, send(form, Optional.of(Sample.basic("public", ""))).status());
        assertEquals(200, send(form, Optional.empty()).status());
    }

    @Test
    void refreshing_rotates_the_refresh_token() throws Exception {
        JsonObject first = Sample.tokens(provider, "openid profile", Persona.VERIFIED_EMAIL);

        Response refreshed = refresh(first, Map.of());
        JsonObject second = Sample.json(refreshed);

        assertEquals(200, refreshed.status());
        assertNotEquals(first.text("access_token"), second.text("access_token"));
        assertNotEquals(first.text("refresh_token"), second.text("refresh_token"));
        assertError(400, "invalid_grant", "Invalid refresh_token", refresh(first, Map.of()));
        assertEquals(200, refresh(second, Map.of()).status());
    }

    @Test
    void refreshing_may_narrow_the_scopes_and_never_widen_them() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "openid profile", Persona.VERIFIED_EMAIL);

        assertError(
                400,
                "invalid_scope",
                "The scope exceeds what the user has granted",
                refresh(tokens, Map.of("scope", "openid email")));
        JsonObject narrowed = Sample.json(refresh(tokens, Map.of("scope", "profile")));

        assertEquals("profile", narrowed.text("scope"));
        assertFalse(narrowed.has("id_token"));
    }

    @Test
    void a_refresh_token_belongs_to_its_client() throws Exception {
        JsonObject tokens = Sample.tokens(provider, "profile", Persona.VERIFIED_EMAIL);
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token", "refresh_token", tokens.text("refresh_token"), "client_id", "public");

        assertError(400, "invalid_grant", "Invalid refresh_token", send(form, Optional.empty()));
    }

    @Test
    void another_grant_is_not_supported() throws Exception {
        assertError(
                400,
                "unsupported_grant_type",
                "Unsupported grant type",
                Sample.token(provider, Map.of("grant_type", "password")));
    }

    @Test
    void only_a_posted_form_is_read() throws Exception {
        assertEquals(
                405,
                provider.send(Request.get(provider.address(Endpoint.TOKEN).orElseThrow()))
                        .status());
        Request json = Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), Sample.exchange(code()))
                .header("Content-Type", "application/json");
        assertError(400, "invalid_request", "The body is not a form", provider.send(json));
    }

    private String code() {
        return Sample.code(provider, Sample.CONFIDENTIAL, "openid profile", Persona.VERIFIED_EMAIL);
    }

    private Response refresh(JsonObject tokens, Map<String, String> more) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(more);
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", tokens.text("refresh_token"));
        return Sample.token(provider, form);
    }

    private Response send(Map<String, String> form, Optional<String> authorization) throws InterruptedException {
        Request request = Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), form);
        return provider.send(authorization.isEmpty() ? request : request.header("Authorization", authorization.get()));
    }

    private static void assertError(int status, String error, String description, Response response) {
        assertEquals(status, response.status());
        assertEquals(error, Sample.json(response).text("error"));
        assertEquals(description, Sample.json(response).text("error_description"));
    }
}
