package org.socialconnectors.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.NONE;
import static org.socialconnectors.simulator.ClientAuthenticationMethod.PRIVATE_KEY_JWT;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.simulator.ClientAuthenticationMethod;
import org.socialconnectors.simulator.Endpoint;
import org.socialconnectors.simulator.RecordedRequest;
import org.socialconnectors.simulator.SimulatedClient;

class ClientCredentialsTest {
    private static final String TYPE =
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    // client:a secret%, each half form-encoded
    private static final Map<String, String> BASIC = Map.of("Authorization", "Basic Y2xpZW50OmErc2VjcmV0JTI1");
    private static final Map<String, String> NO_HEADER = Map.of();

    @Test
    void credentials_sent_as_declared_are_right() {
        assertEquals(List.of(), findings(CLIENT_SECRET_BASIC, BASIC, "code=1"));
        assertEquals(List.of(), findings(CLIENT_SECRET_BASIC, BASIC, "client_id=client"));
        assertEquals(List.of(), findings(CLIENT_SECRET_POST, NO_HEADER, "client_id=client&client_secret=a+secret%25"));
        assertEquals(List.of(), findings(CLIENT_SECRET_JWT, NO_HEADER, TYPE + "&client_assertion=jwt"));
        assertEquals(List.of(), findings(PRIVATE_KEY_JWT, NO_HEADER, TYPE + "&client_assertion=jwt&client_id=client"));
        assertEquals(List.of(), findings(NONE, NO_HEADER, "client_id=client"));
    }

    @Test
    void a_client_has_one_name() {
        assertEquals(List.of("has no client_id"), findings(NONE, NO_HEADER, "code=1"));
        assertEquals(List.of("has no client_id"), findings(CLIENT_SECRET_POST, NO_HEADER, "client_secret=a+secret%25"));
        assertEquals(
                List.of("has another client_id than it should"),
                findings(CLIENT_SECRET_BASIC, BASIC, "client_id=another"));
        assertEquals(
                List.of("has more than one client_id"), findings(NONE, NO_HEADER, "client_id=client&client_id=client"));
    }

    @Test
    void a_secret_is_the_configured_one_and_sent_once() {
        String finding = "does not carry the client's Basic credentials, each half form-encoded";
        assertEquals(List.of(finding), findings(CLIENT_SECRET_BASIC, NO_HEADER, "code=1"));
        // client:a secret%, not encoded
        Map<String, String> plain = Map.of("Authorization", "Basic Y2xpZW50OmEgc2VjcmV0JQ==");
        assertEquals(List.of(finding), findings(CLIENT_SECRET_BASIC, plain, "code=1"));
        assertEquals(
                List.of("has another client_secret than it should"),
                findings(CLIENT_SECRET_POST, NO_HEADER, "client_id=client&client_secret=another"));
        assertEquals(
                List.of("has more than one client_secret"),
                findings(CLIENT_SECRET_POST, NO_HEADER, "client_id=client&client_secret=a&client_secret=b"));
    }

    @Test
    void an_assertion_is_named_and_sent_once() {
        assertEquals(
                List.of("has no client_assertion_type"), findings(PRIVATE_KEY_JWT, NO_HEADER, "client_assertion=jwt"));
        assertEquals(
                List.of("has another client_assertion_type than it should"),
                findings(PRIVATE_KEY_JWT, NO_HEADER, "client_assertion_type=saml&client_assertion=jwt"));
        List<String> finding = List.of("does not carry exactly one client_assertion");
        assertEquals(finding, findings(PRIVATE_KEY_JWT, NO_HEADER, TYPE));
        assertEquals(finding, findings(CLIENT_SECRET_JWT, NO_HEADER, TYPE + "&client_assertion=a&client_assertion=b"));
    }

    @Test
    void nothing_stands_beside_the_declared_credentials() {
        assertEquals(
                List.of("authenticates by client_secret_basic, although clientAuthentication() is none"),
                findings(NONE, Map.of("Authorization", "Basic"), "client_id=client"));
        assertEquals(
                List.of("authenticates by client_secret_post, although clientAuthentication() is client_secret_basic"),
                findings(CLIENT_SECRET_BASIC, BASIC, "client_secret="));
        for (String trace : List.of(TYPE, "client_assertion=jwt")) {
            assertEquals(
                    List.of("authenticates by private_key_jwt, although clientAuthentication() is client_secret_basic"),
                    findings(CLIENT_SECRET_BASIC, BASIC, trace));
        }
    }

    @Test
    void no_address_has_a_query() {
        RecordedRequest request = request("https://id.example/token?code=1", NO_HEADER, "client_id=client");
        assertEquals(
                List.of("has a query; servers log the addresses they serve"),
                ClientCredentials.findings(request, client(), NONE));
    }

    private static List<String> findings(
            ClientAuthenticationMethod declared, Map<String, String> headers, String form) {
        return ClientCredentials.findings(request("https://id.example/token", headers, form), client(), declared);
    }

    private static RecordedRequest request(String uri, Map<String, String> headers, String form) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return new RecordedRequest(Endpoint.TOKEN, "POST", URI.create(uri), all, form);
    }

    private static SimulatedClient client() {
        return SimulatedClient.confidential(
                "client",
                Secret.of("a secret%"),
                List.of(URI.create("https://app.example/callback")),
                List.of("openid"));
    }
}
