package org.socialconnectors.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.socialconnectors.api.http.HttpTransport;
import org.socialconnectors.api.secret.Secret;

class ClientAuthenticationProperties {
    private static final URI TOKEN_ENDPOINT = URI.create("https://id.example/token");

    @Property
    void a_provider_decodes_from_basic_credentials_what_was_configured(
            @ForAll("texts") String id, @ForAll("texts") String secret) {
        HttpTransport.Request request = sent(ClientAuthentication.clientSecretBasic(), id, secret);
        String header = authorization(request).orElseThrow();
        assertTrue(header.startsWith("Basic "), "the scheme");
        String credentials =
                new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
        // RFC 6749 section 2.3.1: form-encoded before they are joined, so the first colon is the one between them.
        int colon = credentials.indexOf(':');
        assertEquals(id, decoded(credentials.substring(0, colon)));
        assertEquals(secret, decoded(credentials.substring(colon + 1)));
        assertEquals(Map.of(), form(request));
    }

    @Property
    void the_header_of_basic_credentials_is_one_line_of_ascii(
            @ForAll("texts") String id, @ForAll("texts") String secret) {
        String header = authorization(sent(ClientAuthentication.clientSecretBasic(), id, secret))
                .orElseThrow();
        assertTrue(header.chars().allMatch(character -> character >= ' ' && character <= '~'), "printable");
    }

    @Property
    void a_provider_reads_from_the_body_what_was_configured(
            @ForAll("texts") String id, @ForAll("texts") String secret) {
        HttpTransport.Request request = sent(ClientAuthentication.clientSecretPost(), id, secret);
        assertEquals(Map.of("client_id", id, "client_secret", secret), form(request));
        assertTrue(authorization(request).isEmpty());
    }

    @Property
    void a_request_with_credentials_does_not_print_them(@ForAll("longTexts") String secret) {
        OAuthClient client =
                OAuthClient.builder("client").secret(Secret.of(secret)).build();
        TokenRequest request = TokenRequest.to(TOKEN_ENDPOINT, "https://id.example");
        for (ClientAuthentication each : new ClientAuthentication[] {
            ClientAuthentication.clientSecretBasic(), ClientAuthentication.clientSecretPost()
        }) {
            TokenRequest authenticated = each.authenticate(request, client);
            assertFalse(authenticated.toString().contains(secret));
            assertFalse(authenticated.toHttp().toString().contains(secret));
            assertFalse(client.toString().contains(secret));
        }
    }

    private static Optional<String> authorization(HttpTransport.Request request) {
        return Optional.ofNullable(request.headers().get("Authorization"));
    }

    private static HttpTransport.Request sent(ClientAuthentication authentication, String id, String secret) {
        OAuthClient client = OAuthClient.builder(id).secret(Secret.of(secret)).build();
        return authentication
                .authenticate(TokenRequest.to(TOKEN_ENDPOINT, "https://id.example"), client)
                .toHttp();
    }

    private static Map<String, String> form(HttpTransport.Request request) {
        Map<String, String> form = new HashMap<>();
        String body = new String(request.body(), StandardCharsets.UTF_8);
        for (String pair : body.isEmpty() ? new String[0] : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Any text that UTF-8 can carry. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMinLength(1)
                        .ofMaxLength(60)
                        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text)),
                Arbitraries.strings()
                        .withChars(":%+& =\r\n\"\\\u00e9\u20ac")
                        .ofMinLength(1)
                        .ofMaxLength(20));
    }

    @Provide
    Arbitrary<String> longTexts() {
        return Arbitraries.strings().ascii().ofMinLength(12).ofMaxLength(80);
    }
}
