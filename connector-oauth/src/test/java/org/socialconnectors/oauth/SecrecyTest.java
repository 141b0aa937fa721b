package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.device.DeviceAuthorization;
import org.socialconnectors.api.device.DeviceSignIn;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.token.RefreshRequest;
import org.socialconnectors.api.token.TokenRevocation;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.Persona;
import org.socialconnectors.simulator.ProviderFault;
import org.socialconnectors.simulator.RecordedRequest;

class SecrecyTest {
    private static final Set<String> SECRET_FIELDS =
            Set.of("token", "state", "nonce", "code", "code_verifier", "refresh_token", "device_code", "client_secret");

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 500})
    void T45_T46_whatever_the_provider_echoes_no_value_in_flight_is_printed(int status) {
        Rig rig = Rig.openid();
        SignInAttempt attempt = rig.attempt();
        String basic = Base64.getEncoder()
                .encodeToString((Rig.CLIENT_ID + ":" + Rig.CLIENT_SECRET.reveal()).getBytes(StandardCharsets.US_ASCII));
        List<String> canaries = List.of(
                attempt.state().reveal(),
                attempt.nonce().reveal(),
                attempt.codeVerifier().reveal(),
                Rig.CLIENT_SECRET.reveal(),
                basic);
        String words = "\u001b[31m\r\nSet-Cookie: x <script>" + String.join(" ", canaries) + " " + "z".repeat(100_000);
        rig.provider.next(
                Endpoint.TOKEN,
                ProviderFault.json(status, Map.of("error", "invalid_grant", "error_description", words)));

        ConnectorException refusal =
                assertThrows(ConnectorException.class, () -> rig.complete(attempt, Persona.VERIFIED_EMAIL));

        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        String description = refusal.providerDescription().orElseThrow();
        for (String canary : canaries) {
            assertFalse(trace.toString().contains(canary), "a value in flight is in the stack trace");
            assertFalse(description.contains(canary), "a value in flight is in the provider's description");
        }
        assertFalse(trace.toString().contains("<script"));
        assertTrue(description.length() <= 256);
        assertTrue(description.chars().noneMatch(Character::isISOControl));
        assertNull(refusal.getCause());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 500})
    void T45_no_other_endpoint_that_echoes_what_it_was_sent_gets_it_printed(int status) throws Exception {
        for (Endpoint endpoint : List.of(
                Endpoint.USERINFO,
                Endpoint.PUSHED_AUTHORIZATION,
                Endpoint.DEVICE_AUTHORIZATION,
                Endpoint.REVOCATION,
                Endpoint.RESOURCE)) {
            Rig rig = talkative();
            List<String> canaries = new ArrayList<>(List.of(Rig.CLIENT_SECRET.reveal()));
            rig.provider.always(endpoint, echo(rig, endpoint, status, canaries));

            Executable call = switch (endpoint) {
                case DEVICE_AUTHORIZATION ->
                    () -> rig.connector
                            .capability(DeviceSignIn.class)
                            .orElseThrow()
                            .start(List.of());
                case REVOCATION ->
                    () -> rig.connector
                            .capability(TokenRevocation.class)
                            .orElseThrow()
                            .revoke(Secret.of("canary-token-to-revoke"));
                default -> rig::signIn;
            };
            assertSecret(assertThrows(ConnectorException.class, call), canaries);
            assertTrue(rig.provider.count(endpoint) > 0);
        }
    }

    @Test
    void T45_no_token_of_the_sign_in_is_printed_when_userinfo_knows_it() {
        Rig rig = Rig.openid();
        List<String> canaries = new ArrayList<>();
        rig.provider.next(Endpoint.TOKEN, honest -> {
            HttpTransport.Response answer = honest.get();
            JsonObject tokens = StrictJson.object(answer.body()).orElseThrow();
            List.of("access_token", "refresh_token", "id_token").forEach(name -> canaries.add(tokens.text(name)));
            return answer;
        });
        rig.provider.next(
                Endpoint.USERINFO,
                honest -> ProviderFault.error(403, "insufficient_scope", String.join(" ", canaries))
                        .answer(honest));

        ConnectorException refusal = assertThrows(ConnectorException.class, rig::signIn);

        assertEquals(3, canaries.size());
        assertEquals("*** *** ***", refusal.providerDescription().orElseThrow());
        assertSecret(refusal, canaries);
    }

    @Test
    void what_is_printed_of_a_connector_is_whose_it_is() {
        assertEquals(
                "OAuthConnector(OAuthProvider(https://huggingface.co), OAuthClient(client-1))",
                Rig.openid().connector.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 500})
    void T45_device_and_refresh_tokens_that_are_echoed_are_not_printed(int status) throws Exception {
        Rig rig = talkative();
        DeviceSignIn devices = rig.connector.capability(DeviceSignIn.class).orElseThrow();
        DeviceAuthorization authorization = devices.start(List.of());
        SignInResult result = rig.signIn();
        Secret refreshToken = result.tokens().orElseThrow().refreshToken().orElseThrow();
        List<String> canaries = new ArrayList<>(
                List.of(Rig.CLIENT_SECRET.reveal(), authorization.deviceCode().reveal(), refreshToken.reveal()));
        rig.provider.always(Endpoint.TOKEN, echo(rig, Endpoint.TOKEN, status, canaries));

        assertSecret(assertThrows(ConnectorException.class, () -> devices.poll(authorization)), canaries);
        assertSecret(
                assertThrows(
                        ConnectorException.class,
                        () -> rig.refresh().refresh(RefreshRequest.of(result.identity(), refreshToken))),
                canaries);
    }

    // Echoes every value of the request in an error's words; what is secret among them is a canary.
    private static ProviderFault echo(Rig rig, Endpoint endpoint, int status, List<String> canaries) {
        return honest -> {
            RecordedRequest request = rig.provider.requests(endpoint).get(rig.provider.count(endpoint) - 1);
            List<String> words = new ArrayList<>();
            request.form().forEach((name, values) -> {
                words.addAll(values);
                if (SECRET_FIELDS.contains(name)) {
                    canaries.addAll(values);
                }
            });
            request.header("Authorization").map(value -> value.split(" ")[1]).ifPresent(credentials -> {
                words.add(credentials);
                canaries.add(credentials);
            });
            return ProviderFault.error(status, "invalid_request", String.join(" ", words))
                    .answer(honest);
        };
    }

    private static void assertSecret(ConnectorException refusal, List<String> canaries) {
        StringWriter text = new StringWriter();
        refusal.printStackTrace(new PrintWriter(text));
        refusal.details().values().forEach(text::append);
        refusal.providerDescription().ifPresent(text::append);
        for (String canary : canaries) {
            assertFalse(text.toString().contains(canary), "a value in flight is printed");
        }
        assertNull(refusal.getCause());
    }

    private static Rig talkative() {
        URI push = URI.create("https://huggingface.co/oauth/par");
        URI revocation = URI.create("https://huggingface.co/oauth/revoke");
        URI resource = URI.create("https://huggingface.co/api/more");
        return Rig.with(
                provider -> provider.pushedAuthorizationRequestEndpoint(push.toString())
                        .revocationEndpoint(revocation.toString())
                        .deviceAuthorizationEndpoint("https://huggingface.co/oauth/device")
                        .profile(answers -> StandardClaims.profile(JsonObject.response(
                                Map.of("name", answers.get(resource).text("name"))))),
                OAuthClient.Builder::pushedAuthorizationRequests,
                simulation -> simulation
                        .pushedAuthorizationEndpoint(push)
                        .revocationEndpoint(revocation)
                        .resource(resource, persona -> Map.of("name", persona.name())));
    }

    @Test
    void T46_an_error_that_is_not_a_code_is_only_a_description() {
        Rig rig = Rig.openid();
        rig.provider.next(Endpoint.TOKEN, ProviderFault.error(400, "Invalid code 17!", "words"));

        ConnectorException refusal = assertThrows(ConnectorException.class, rig::signIn);

        assertTrue(refusal.detail(Detail.OAUTH_ERROR).isEmpty());
        assertEquals("Invalid code 17! words", refusal.providerDescription().orElseThrow());
    }
}
