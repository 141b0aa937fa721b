package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;

/** RFC 8628. */
class DeviceFlowTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final Sample.Clock clock = new Sample.Clock();
    private final SimulatedProvider provider = Sample.provider(clock);

    @Test
    void a_device_gets_a_code_for_itself_and_one_for_its_user() throws Exception {
        JsonObject device = start();

        assertTrue(device.has("device_code"));
        assertTrue(device.text("user_code").matches("[A-Z]{4}-[A-Z]{4}"));
        assertEquals("https://huggingface.co/device", device.text("verification_uri"));
        assertEquals(600, device.integer("expires_in").orElseThrow());
        assertFalse(device.has("interval"));
        assertNotEquals(device.text("user_code"), start().text("user_code"));
    }

    @Test
    void it_waits_until_the_user_approves_and_gets_tokens_once() throws Exception {
        JsonObject device = start();
        Sample.assertError(400, "authorization_pending", poll(device));

        provider.approveDevice(device.text("user_code").toLowerCase(Locale.ROOT), Persona.VERIFIED_EMAIL);
        clock.advance(Duration.ofSeconds(5));
        Response tokens = poll(device);

        assertEquals(200, tokens.status());
        assertTrue(Sample.json(tokens).has("id_token"));
        assertTrue(Sample.json(tokens).has("refresh_token"));
        assertEquals(
                Persona.VERIFIED_EMAIL.subject(),
                Sample.json(Sample.userinfo(provider, Sample.json(tokens).text("access_token")))
                        .text("sub"));
        clock.advance(Duration.ofSeconds(5));
        Sample.assertError(400, "invalid_grant", poll(device));
    }

    @Test
    void a_user_can_decline() throws Exception {
        JsonObject device = start();
        provider.denyDevice(device.text("user_code"));

        Sample.assertError(400, "access_denied", poll(device));
    }

    @Test
    void who_asks_too_soon_has_to_wait_five_seconds_longer() throws Exception {
        JsonObject device = start();
        poll(device);

        clock.advance(Duration.ofSeconds(4));
        Sample.assertError(400, "slow_down", poll(device));
        clock.advance(Duration.ofSeconds(9));
        Sample.assertError(400, "slow_down", poll(device));
        clock.advance(Duration.ofSeconds(15));
        Sample.assertError(400, "authorization_pending", poll(device));
    }

    @Test
    void the_interval_can_be_announced() throws Exception {
        SimulatedProvider slow = Sample.provider(clock, builder -> builder.deviceInterval(Duration.ofSeconds(1)));

        JsonObject device =
                Sample.json(Sample.post(slow, Endpoint.DEVICE_AUTHORIZATION, Map.of("client_id", "my client:1")));

        assertEquals(1, device.integer("interval").orElseThrow());
        Map<String, String> form = Map.of("grant_type", GRANT, "device_code", device.text("device_code"));
        Sample.assertError(400, "authorization_pending", Sample.token(slow, form));
        clock.advance(Duration.ofSeconds(1));
        Sample.assertError(400, "authorization_pending", Sample.token(slow, form));
    }

    @Test
    void a_code_challenge_can_be_demanded_and_one_that_is_sent_has_to_be_answered() throws Exception {
        String verifier = "a-code-verifier-of-forty-three-characters-1";
        Map<String, String> challenge =
                Map.of("code_challenge", Digests.sha256(verifier), "code_challenge_method", "S256");
        SimulatedProvider strict = Sample.provider(clock, builder -> builder.deviceCodeChallengeRequired(true));
        for (Map<String, String> wrong : List.of(
                Map.<String, String>of(),
                Map.of("code_challenge", Digests.sha256(verifier)),
                Map.of("code_challenge_method", "S256"),
                Map.of("code_challenge", verifier, "code_challenge_method", "plain"),
                Map.of("code_challenge", "short", "code_challenge_method", "S256"))) {
            Sample.assertError(400, "invalid_request", Sample.post(strict, Endpoint.DEVICE_AUTHORIZATION, wrong));
        }

        for (SimulatedProvider each : List.of(strict, provider)) {
            JsonObject device = Sample.json(Sample.post(each, Endpoint.DEVICE_AUTHORIZATION, challenge));
            each.approveDevice(device.text("user_code"), Persona.NO_EMAIL);
            Map<String, String> form = Map.of("grant_type", GRANT, "device_code", device.text("device_code"));
            Sample.assertError(400, "invalid_grant", Sample.token(each, form));
            Map<String, String> answered = new HashMap<>(form);
            answered.put("code_verifier", "another-code-verifier-of-forty-three-chars-");
            Sample.assertError(400, "invalid_grant", Sample.token(each, answered));
            answered.put("code_verifier", verifier);
            assertEquals(200, Sample.token(each, answered).status());
        }
        JsonObject without = start();
        Sample.assertError(
                400,
                "invalid_grant",
                Sample.token(
                        provider,
                        Map.of(
                                "grant_type",
                                GRANT,
                                "device_code",
                                without.text("device_code"),
                                "code_verifier",
                                verifier)));
    }

    @Test
    void the_codes_expire() throws Exception {
        JsonObject device = start();
        clock.advance(Duration.ofMinutes(10));

        Sample.assertError(400, "expired_token", poll(device));
        assertThrows(
                IllegalArgumentException.class,
                () -> provider.approveDevice(device.text("user_code"), Persona.NO_EMAIL));
    }

    @Test
    void a_user_answers_once() throws Exception {
        JsonObject device = start();
        provider.approveDevice(device.text("user_code"), Persona.NO_EMAIL);

        assertThrows(IllegalArgumentException.class, () -> provider.denyDevice(device.text("user_code")));
        assertThrows(IllegalArgumentException.class, () -> provider.denyDevice("AAAA-AAAA"));
    }

    @Test
    void a_client_proves_itself_both_times_if_it_can() throws Exception {
        Request unproven = Request.postForm(
                provider.address(Endpoint.DEVICE_AUTHORIZATION).orElseThrow(),
                Map.of("client_id", Sample.CONFIDENTIAL.clientId()));
        assertEquals(401, provider.send(unproven).status());

        Request open = Request.postForm(
                provider.address(Endpoint.DEVICE_AUTHORIZATION).orElseThrow(),
                Map.of("client_id", Sample.PUBLIC.clientId(), "scope", "openid"));
        JsonObject device = Sample.json(provider.send(open));
        Sample.assertError(400, "invalid_grant", poll(device));
    }

    @Test
    void a_scope_that_the_client_may_not_ask_for_is_refused() throws Exception {
        Sample.assertError(
                400,
                "invalid_scope",
                Sample.post(provider, Endpoint.DEVICE_AUTHORIZATION, Map.of("scope", "openid write-repos")));
    }

    private JsonObject start() throws InterruptedException {
        Response response = Sample.post(provider, Endpoint.DEVICE_AUTHORIZATION, Map.of("scope", "openid profile"));
        assertEquals(200, response.status());
        return Sample.json(response);
    }

    private Response poll(JsonObject device) throws InterruptedException {
        return Sample.token(provider, Map.of("grant_type", GRANT, "device_code", device.text("device_code")));
    }
}
