package org.socialconnectors.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.json.JsonObject;

/** What lies beyond the plain authorization code, with a browser and over a socket. */
class SimulatedServerProtocolsTest {
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final URI SIGNED_OUT = URI.create("https://app.example/signed-out");

    private final HttpClient browser = HttpClient.newHttpClient();
    private final SimulatedClient client = Sample.CONFIDENTIAL.withPostLogoutRedirectUri(SIGNED_OUT);
    private SimulatedServer server;

    @BeforeEach
    void start() throws IOException {
        server = SimulatedServer.start(
                0,
                issuer -> SimulatedProvider.huggingFace(issuer)
                        .client(client)
                        .formPost(true)
                        .dpop(true)
                        .pushedAuthorizationEndpoint(URI.create(issuer + "/oauth/par"))
                        .revocationEndpoint(URI.create(issuer + "/oauth/revoke"))
                        .endSessionEndpoint(URI.create(issuer + "/oauth/logout"))
                        .build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_posted_answer_is_a_page_with_a_form_for_the_application() throws Exception {
        Map<String, String> request = Sample.authorization(client, "openid");
        request.put("response_mode", "form_post");
        request.put("state", "\"><script>");

        HttpResponse<String> page = decide(request, "authorize");

        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<form method=\"post\" action=\"" + Sample.CALLBACK + "\">"));
        assertTrue(page.body().contains(">Continue</button>"));
        assertFalse(page.body().contains("<script"));
        assertFalse(policy(page).contains("form-action"), "the form goes to another site, and on from there");
        Map<String, String> fields = fields(page);
        assertEquals("&quot;&gt;&lt;script&gt;", fields.get("state"));
        assertEquals(200, token(Sample.exchange(fields.get("code"))).statusCode());
    }

    @Test
    void with_prompt_none_no_page_is_shown() throws Exception {
        Map<String, String> request = Sample.authorization(client, "openid");
        request.put("prompt", "none");

        HttpResponse<String> unknown = get(Sample.authorizationUri(server.provider(), request));
        server.provider().signedIn(Persona.NO_EMAIL, Instant.now());
        HttpResponse<String> known = get(Sample.authorizationUri(server.provider(), request));

        assertEquals(303, unknown.statusCode());
        assertEquals("login_required", Sample.query(location(unknown)).get("error"));
        assertTrue(Sample.query(location(known)).containsKey("code"));
    }

    @Test
    void a_pushed_request_is_shown_once() throws Exception {
        JsonObject pushed = json(post(Endpoint.PUSHED_AUTHORIZATION, Sample.authorization(client, "openid profile")));
        URI uri = Sample.authorizationUri(
                server.provider(), Map.of("client_id", client.clientId(), "request_uri", pushed.text("request_uri")));

        HttpResponse<String> page = get(uri);

        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("See your name"));
        assertEquals(400, get(uri).statusCode());
    }

    @Test
    void a_user_connects_a_device() throws Exception {
        JsonObject device = json(post(Endpoint.DEVICE_AUTHORIZATION, Map.of("scope", "openid profile")));
        URI verification = device.uri("verification_uri");
        HttpResponse<String> page = get(verification);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("name=\"user_code\""));

        Map<String, String> answer =
                Map.of("user_code", device.text("user_code"), "persona", "daichi", "decision", "authorize");
        assertEquals(
                400,
                send(verification, answer, Map.of("Sec-Fetch-Site", "cross-site"))
                        .statusCode());
        assertEquals(
                200,
                send(verification, answer, Map.of("Sec-Fetch-Site", "same-origin"))
                        .statusCode());
        assertEquals(400, send(verification, answer, Map.of()).statusCode());

        HttpResponse<String> tokens = token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.text("device_code")));
        assertEquals(200, tokens.statusCode());
    }

    @Test
    void a_user_declines_a_device() throws Exception {
        JsonObject device = json(post(Endpoint.DEVICE_AUTHORIZATION, Map.of()));
        send(
                device.uri("verification_uri"),
                Map.of("user_code", device.text("user_code"), "decision", "deny"),
                Map.of());

        HttpResponse<String> refused = token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                device.text("device_code")));

        assertEquals("access_denied", json(refused).text("error"));
    }

    @Test
    void a_browser_signs_out() throws Exception {
        URI endpoint = server.provider().address(Endpoint.END_SESSION).orElseThrow();
        String query = Sample.encode(
                Map.of("client_id", client.clientId(), "post_logout_redirect_uri", SIGNED_OUT.toString()));

        assertEquals(SIGNED_OUT, location(get(URI.create(endpoint + "?" + query))));
        assertTrue(get(endpoint).body().contains("You are signed out"));
    }

    @Test
    void a_proof_of_possession_and_a_revocation_travel_over_a_socket() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        URI tokenEndpoint = server.provider().address(Endpoint.TOKEN).orElseThrow();
        String code = Sample.code(server.provider(), client, "openid", Persona.NO_EMAIL);

        HttpResponse<String> tokens = send(
                tokenEndpoint,
                Sample.exchange(code),
                Map.of(
                        "Authorization",
                        Sample.basic(client.clientId(), Sample.SECRET),
                        "DPoP",
                        proof(key, "POST", tokenEndpoint)));

        assertEquals("DPoP", json(tokens).text("token_type"));
        assertEquals(
                200,
                post(Endpoint.REVOCATION, Map.of("token", json(tokens).text("refresh_token")))
                        .statusCode());
        assertEquals(1, server.provider().count(Endpoint.REVOCATION));
    }

    private HttpResponse<String> decide(Map<String, String> request, String decision) throws Exception {
        HttpResponse<String> page = get(Sample.authorizationUri(server.provider(), request));
        Map<String, String> form = new LinkedHashMap<>(fields(page));
        form.put("persona", "ada");
        form.put("decision", decision);
        return send(server.provider().address(Endpoint.AUTHORIZATION).orElseThrow(), form, Map.of());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> token(Map<String, String> form) throws Exception {
        return post(Endpoint.TOKEN, form);
    }

    private HttpResponse<String> post(Endpoint endpoint, Map<String, String> form) throws Exception {
        return send(
                server.provider().address(endpoint).orElseThrow(),
                form,
                Map.of("Authorization", Sample.basic(client.clientId(), Sample.SECRET)));
    }

    private HttpResponse<String> send(URI uri, Map<String, String> form, Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Sample.encode(form)));
        headers.forEach(request::header);
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, String> fields(HttpResponse<String> page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher matcher = FIELD.matcher(page.body());
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2));
        }
        return fields;
    }

    private static String policy(HttpResponse<String> page) {
        return page.headers().firstValue("Content-Security-Policy").orElseThrow();
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return JsonObject.response(Json.read(response.body().getBytes(StandardCharsets.UTF_8)));
    }

    private static String proof(ECKey key, String method, URI uri) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(key.toPublicJWK())
                        .build(),
                new JWTClaimsSet.Builder()
                        .jwtID(UUID.randomUUID().toString())
                        .claim("htm", method)
                        .claim("htu", uri.toString())
                        .issueTime(new Date())
                        .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
