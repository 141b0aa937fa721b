package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.socialconnectors.oauth.Refusals.assertRefused;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socialconnectors.api.error.ErrorCode;

class ClientIdMetadataDocumentTest {
    private static final URI CLIENT_ID = URI.create("https://app.example/oauth/client.json");
    private static final URI CALLBACK = URI.create("https://app.example/callback");

    @Test
    void a_public_client_introduces_itself() {
        ClientIdMetadataDocument document = ClientIdMetadataDocument.builder(
                        CLIENT_ID, "Ada's \"App\"", CALLBACK, URI.create("http://127.0.0.1/callback"))
                .homePage(URI.create("https://app.example/"))
                .logo(URI.create("https://app.example/logo.svg"))
                .scope("openid profile")
                .build();

        assertEquals(
                Map.of(
                        "client_id", "https://app.example/oauth/client.json",
                        "client_name", "Ada's \"App\"",
                        "redirect_uris", List.of("https://app.example/callback", "http://127.0.0.1/callback"),
                        "grant_types", List.of("authorization_code", "refresh_token"),
                        "response_types", List.of("code"),
                        "token_endpoint_auth_method", "none",
                        "client_uri", "https://app.example/",
                        "logo_uri", "https://app.example/logo.svg",
                        "scope", "openid profile"),
                members(document));
        assertEquals(CLIENT_ID, document.clientId());
    }

    @Test
    void a_client_with_keys_proves_itself_with_them() {
        Map<String, ?> members = members(ClientIdMetadataDocument.builder(CLIENT_ID, "App", CALLBACK)
                .publicKeys(URI.create("https://app.example/jwks.json"))
                .build());

        assertEquals("private_key_jwt", members.get("token_endpoint_auth_method"));
        assertEquals("https://app.example/jwks.json", members.get("jwks_uri"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/client.json",
                "https://app.example",
                "https://app.example/",
                "https://app.example/a/../client.json",
                "https://app.example/a/%2E%2e/client.json",
                "https://app.example/client.json?x=1",
                "https://app.example/client.json#x",
                "https://user@app.example/client.json",
                "urn:client:1"
            })
    void an_address_that_cannot_be_a_client_identifier_is_refused(String clientId) {
        assertRefused(
                ErrorCode.INVALID_CONFIGURATION,
                () -> ClientIdMetadataDocument.builder(URI.create(clientId), "App", CALLBACK));
    }

    private static Map<String, ?> members(ClientIdMetadataDocument document) {
        return StrictJson.object(document.json().getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .toMap();
    }
}
