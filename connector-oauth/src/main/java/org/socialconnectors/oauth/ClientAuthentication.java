package org.socialconnectors.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.error.Detail;
import org.socialconnectors.api.error.ErrorCode;
import org.socialconnectors.api.secret.Secret;

/**
 * How a client proves itself at the token endpoint (RFC 6749 section 2.3). A function, so that a provider with a way of its own
 * needs no more than a lambda. Thread-safe.
 */
@FunctionalInterface
public interface ClientAuthentication {
    /**
     * Adds the client's credentials.
     *
     * @param request the request
     * @param client the client
     * @return the request with credentials
     */
    TokenRequest authenticate(TokenRequest request, OAuthClient client);

    /**
     * {@code client_secret_basic}: identifier and secret, each form-encoded, in an {@code Authorization} header, and nothing in
     * the body (RFC 6749 section 2.3.1).
     *
     * @return the authentication
     */
    static ClientAuthentication clientSecretBasic() {
        return (request, client) -> {
            String credentials = URLEncoder.encode(client.id(), StandardCharsets.UTF_8)
                    + ":"
                    + URLEncoder.encode(secret(client).reveal(), StandardCharsets.UTF_8);
            return request.authorization(
                    "Basic",
                    Secret.of(Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII))));
        };
    }

    /**
     * {@code none}: a public client names itself in the body and proves nothing; PKCE protects the code (RFC 6749 section
     * 3.2.1).
     *
     * @return the authentication
     */
    static ClientAuthentication none() {
        return (request, client) -> request.with("client_id", client.id());
    }

    private static Secret secret(OAuthClient client) {
        return client.secret()
                .orElseThrow(() -> ConnectorException.of(
                                ErrorCode.INVALID_CONFIGURATION, "this client authentication needs a client secret")
                        .with(Detail.POINTER, "/clientSecret")
                        .build());
    }
}
