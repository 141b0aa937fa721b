package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.NONE;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

/** One way to authenticate, the declared one, and no trace of another. */
class ClientCredentialsTest {
    private static final String SECRET = "a:client/secret";
    private static final SimulatedClient CLIENT =
            SimulatedClient.confidential("my client", Secret.of(SECRET), List.of(), List.of());
    private static final String BASIC = basic("my+client:a%3Aclient%2Fsecret");
    private static final String TYPE =
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

    @Test
    void each_way_by_itself_is_right() {
        assertEquals(List.of(), findings(CLIENT_SECRET_BASIC, BASIC, ""));
        assertEquals(List.of(), findings(CLIENT_SECRET_BASIC, BASIC, "client_id=my+client"));
        assertEquals(
                List.of(), findings(CLIENT_SECRET_POST, "", "client_id=my+client&client_secret=a%3Aclient%2Fsecret"));
        assertEquals(List.of(), findings(CLIENT_SECRET_JWT, "", TYPE + "&client_assertion=a.b.c"));
        assertEquals(List.of(), findings(PRIVATE_KEY_JWT, "", TYPE + "&client_assertion=a.b.c"));
        assertEquals(List.of(), findings(NONE, "", "client_id=my+client"));
    }

    @Test
    void basic_credentials_are_encoded_before_they_are_joined() {
        List<String> wrong = List.of("does not carry the client's Basic credentials, each half form-encoded");
        assertEquals(wrong, findings(CLIENT_SECRET_BASIC, basic("my client:" + SECRET), ""));
        assertEquals(wrong, findings(CLIENT_SECRET_BASIC, "", ""));
    }

    @Test
    void basic_credentials_are_sent_once() {
        List<String> twice = List.of("has more than one Authorization");
        assertEquals(twice, findings(CLIENT_SECRET_BASIC, BASIC + ", " + BASIC, ""));
        assertEquals(twice, findings(CLIENT_SECRET_BASIC, "Bearer x," + BASIC, ""));
        assertEquals(twice, findings(CLIENT_SECRET_BASIC, BASIC + ",", ""));
    }

    @Test
    void a_second_header_whose_name_is_written_in_another_way_is_seen() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Authorization", BASIC);
        headers.put("authorization", "Bearer x");
        RecordedRequest request =
                new RecordedRequest(Endpoint.TOKEN, "POST", URI.create("https://id.example/token"), headers, "");
        assertEquals(
                List.of("has more than one Authorization"),
                ClientCredentials.findings(request, CLIENT, CLIENT_SECRET_BASIC));
    }

    @Test
    void a_field_is_sent_once_and_with_the_clients_value() {
        assertEquals(List.of("has no client_id"), findings(NONE, "", ""));
        assertEquals(List.of("has another client_id than it should"), findings(NONE, "", "client_id=other"));
        assertEquals(
                List.of("has more than one client_id"), findings(NONE, "", "client_id=my+client&client_id=my+client"));
        assertEquals(List.of("has no client_id", "has no client_secret"), findings(CLIENT_SECRET_POST, "", ""));
        assertEquals(
                List.of("has another client_secret than it should"),
                findings(CLIENT_SECRET_POST, "", "client_id=my+client&client_secret=other"));
    }

    @Test
    void a_client_id_that_is_not_needed_has_to_be_right_all_the_same() {
        assertEquals(
                List.of("has another client_id than it should"),
                findings(CLIENT_SECRET_BASIC, BASIC, "client_id=other"));
    }

    @Test
    void an_assertion_is_sent_once_with_its_type() {
        assertEquals(
                List.of("has no client_assertion_type", "does not carry exactly one client_assertion"),
                findings(PRIVATE_KEY_JWT, "", ""));
        assertEquals(
                List.of("does not carry exactly one client_assertion"),
                findings(CLIENT_SECRET_JWT, "", TYPE + "&client_assertion=a.b.c&client_assertion=d.e.f"));
        assertEquals(
                List.of("has no client_assertion_type"), findings(CLIENT_SECRET_JWT, "", "client_assertion=a.b.c"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT_SECRET_POST", "CLIENT_SECRET_JWT", "PRIVATE_KEY_JWT", "NONE"})
    void basic_credentials_beside_another_way_are_one_too_many(ClientAuthenticationMethod declared) {
        assertEquals(
                List.of("authenticates by client_secret_basic, although clientAuthentication() is "
                        + declared.identifier()),
                findings(declared, BASIC, right(declared)));
    }

    @Test
    void a_secret_in_the_form_beside_another_way_is_one_too_many() {
        assertEquals(
                List.of("authenticates by client_secret_post, although clientAuthentication() is client_secret_basic"),
                findings(CLIENT_SECRET_BASIC, BASIC, "client_secret=x"));
    }

    @Test
    void an_assertion_or_its_type_beside_another_way_is_one_too_many() {
        List<String> tooMany =
                List.of("authenticates by private_key_jwt, although clientAuthentication() is client_secret_basic");
        assertEquals(tooMany, findings(CLIENT_SECRET_BASIC, BASIC, "client_assertion=a.b.c"));
        assertEquals(tooMany, findings(CLIENT_SECRET_BASIC, BASIC, TYPE));
    }

    @Test
    void no_token_request_has_a_query() {
        RecordedRequest request = request("https://id.example/token?client_secret=x", BASIC, "");
        assertEquals(
                List.of("has a query; servers log the addresses they serve"),
                ClientCredentials.findings(request, CLIENT, CLIENT_SECRET_BASIC));
    }

    @Test
    void no_finding_shows_a_value() {
        List<String> findings = findings(CLIENT_SECRET_POST, BASIC, "client_id=other&client_secret=hidden&" + TYPE);
        assertEquals(4, findings.size());
        assertFalse(findings.toString().contains("hidden"));
    }

    private static String right(ClientAuthenticationMethod declared) {
        return switch (declared) {
            case CLIENT_SECRET_POST -> "client_id=my+client&client_secret=a%3Aclient%2Fsecret";
            case CLIENT_SECRET_JWT, PRIVATE_KEY_JWT -> TYPE + "&client_assertion=a.b.c";
            default -> "client_id=my+client";
        };
    }

    private static List<String> findings(ClientAuthenticationMethod declared, String authorization, String form) {
        return ClientCredentials.findings(request("https://id.example/token", authorization, form), CLIENT, declared);
    }

    private static RecordedRequest request(String uri, String authorization, String form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return new RecordedRequest(Endpoint.TOKEN, "POST", URI.create(uri), headers, form);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
