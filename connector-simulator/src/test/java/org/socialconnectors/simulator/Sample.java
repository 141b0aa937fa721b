package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.socialconnectors.api.http.HttpTransport.Request;
import org.socialconnectors.api.http.HttpTransport.Response;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/** A client of the simulated provider, written down as a client has to be. */
final class Sample {
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String SECRET = "s3:% +é";
    static final URI CALLBACK = URI.create("https://app.example/callback");
    static final List<String> SCOPES = List.of("openid", "profile", "email", "read-billing");
    static final SimulatedClient CONFIDENTIAL =
            SimulatedClient.confidential("my client:1", Secret.of(SECRET), List.of(CALLBACK), SCOPES);
    static final SimulatedClient PUBLIC = SimulatedClient.withoutSecret("public", List.of(CALLBACK), SCOPES);

    private Sample() {}

    static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public synchronized Instant instant() {
            return now;
        }

        synchronized void advance(Duration by) {
            now = now.plus(by);
        }
    }

    static SimulatedProvider provider(InstantSource clock) {
        return SimulatedProvider.huggingFace()
                .clock(clock)
                .client(CONFIDENTIAL)
                .client(PUBLIC)
                .build();
    }

    static Map<String, String> authorization(SimulatedClient client, String scope) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", client.clientId());
        parameters.put("redirect_uri", CALLBACK.toString());
        parameters.put("scope", scope);
        parameters.put("state", "the state");
        parameters.put("nonce", "the-nonce");
        parameters.put("code_challenge", challenge());
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    static URI authorizationUri(SimulatedProvider provider, Map<String, String> parameters) {
        return URI.create(provider.address(Endpoint.AUTHORIZATION).orElseThrow() + "?" + encode(parameters));
    }

    static String code(SimulatedProvider provider, SimulatedClient client, String scope, Persona persona) {
        URI callback = provider.authorize(authorizationUri(provider, authorization(client, scope)), persona);
        return query(callback).get("code");
    }

    static Map<String, String> exchange(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK.toString());
        form.put("code_verifier", VERIFIER);
        return form;
    }

    static Response token(SimulatedProvider provider, Map<String, String> form) throws InterruptedException {
        return provider.send(Request.postForm(provider.address(Endpoint.TOKEN).orElseThrow(), form)
                .header("Authorization", basic(CONFIDENTIAL.clientId(), SECRET)));
    }

    static JsonObject tokens(SimulatedProvider provider, String scope, Persona persona) throws InterruptedException {
        Response response = token(provider, exchange(code(provider, CONFIDENTIAL, scope, persona)));
        assertEquals(200, response.status());
        return json(response);
    }

    /** A provider that is made as the test wants it. */
    static SimulatedProvider provider(InstantSource clock, UnaryOperator<SimulatedProvider.Builder> options) {
        return options.apply(SimulatedProvider.huggingFace()
                        .clock(clock)
                        .client(CONFIDENTIAL)
                        .client(PUBLIC))
                .build();
    }

    static Response post(SimulatedProvider provider, Endpoint endpoint, Map<String, String> form)
            throws InterruptedException {
        return provider.send(Request.postForm(provider.address(endpoint).orElseThrow(), form)
                .header("Authorization", basic(CONFIDENTIAL.clientId(), SECRET)));
    }

    static JsonObject metadata(SimulatedProvider provider) throws InterruptedException {
        return json(
                provider.send(Request.get(provider.address(Endpoint.DISCOVERY).orElseThrow())));
    }

    static void assertError(int status, String error, Response response) {
        assertEquals(status, response.status());
        assertEquals(error, json(response).text("error"));
    }

    static Response userinfo(SimulatedProvider provider, String accessToken) throws InterruptedException {
        return provider.send(Request.get(provider.address(Endpoint.USERINFO).orElseThrow())
                .header("Authorization", "Bearer " + accessToken));
    }

    static String basic(String clientId, String secret) {
        String both = URLEncoder.encode(clientId, StandardCharsets.UTF_8)
                + ":"
                + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    static JsonObject json(Response response) {
        return JsonObject.response(Json.read(response.body()));
    }

    static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        Parameters.parse(uri.getRawQuery()).all().forEach((name, values) -> query.put(name, values.get(0)));
        return query;
    }

    static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
