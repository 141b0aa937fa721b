package org.socialconnectors.huggingface;

import org.socialconnectors.api.secret.Secret;
import org.socialconnectors.api.token.TokenExchange;
import org.socialconnectors.api.token.TokenExchangeRequest;

/**
 * A member of an Enterprise organization on Hugging Face, for whom an OAuth app of that organization can get an access token (RFC
 * 8693) without a sign-in. The app needs a secret, and {@link TokenExchange} answers no refresh token.
 */
public final class OrganizationMember {
    private static final String EMAIL = "urn:huggingface:token-type:user-email";

    private OrganizationMember() {}

    /**
     * A request for a member's token.
     *
     * @param email the address of the member's account
     * @return the request, for the connector's {@link TokenExchange}
     */
    public static TokenExchangeRequest byEmail(String email) {
        return TokenExchangeRequest.of(Secret.of(email), EMAIL);
    }
}
