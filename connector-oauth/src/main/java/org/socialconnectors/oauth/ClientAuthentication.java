package org.socialconnectors.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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

    /**
     * {@code client_secret_post}: identifier and secret in the body (RFC 6749 section 2.3.1), for providers that know no better.
     *
     * @return the authentication
     */
    static ClientAuthentication clientSecretPost() {
        return (request, client) -> request.with("client_id", client.id()).with("client_secret", secret(client));
    }

    /**
     * {@code client_secret_jwt}: a short-lived assertion under the secret, which itself is not sent (OpenID Connect Core 1.0 section
     * 9).
     *
     * @param clock dates the assertion
     * @return the authentication
     */
    static ClientAuthentication clientSecretJwt(InstantSource clock) {
        return (request, client) -> ClientAssertion.under(secret(client), clock).authenticate(request, client);
    }

    /**
     * {@code private_key_jwt}: a short-lived assertion signed with the client's private key (OpenID Connect Core 1.0 section 9).
     *
     * @param jwk a private JSON Web Key (RFC 7517): RSA of at least 2048 bits, or EC on P-256, P-384 or P-521; its {@code alg} and
     *     {@code kid} are used if it has them
     * @param clock dates the assertion
     * @return the authentication
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if the key is not one of these
     */
    static ClientAuthentication privateKeyJwt(Secret jwk, InstantSource clock) {
        return ClientAssertion.signedWith(jwk, clock);
    }

    private static Secret secret(OAuthClient client) {
        return client.secret()
                .orElseThrow(() -> ConnectorException.of(
                                ErrorCode.INVALID_CONFIGURATION, "this client authentication needs a client secret")
                        .with(Detail.POINTER, "/clientSecret")
                        .build());
    }
}
