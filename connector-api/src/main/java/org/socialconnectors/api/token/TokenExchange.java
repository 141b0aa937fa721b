package org.socialconnectors.api.token;

import org.socialconnectors.api.error.ConnectorException;

/**
 * A capability: exchanges a token, or what a provider takes for one, for an access token (RFC 8693). Nobody signs in: the provider
 * has to trust the client. Thread-safe, blocking.
 */
public interface TokenExchange {
    /**
     * Exchanges once.
     *
     * @param request what to exchange
     * @return the tokens; an ID token among them is not verified, and therefore left out
     * @throws ConnectorException with {@code PROVIDER_ERROR} if the provider refuses, {@code INVALID_CONFIGURATION} if it does not
     *     know the client or allow it this, {@code INVALID_RESPONSE} or {@code PROVIDER_UNAVAILABLE} as at sign-in
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    TokenSet exchange(TokenExchangeRequest request) throws InterruptedException;
}
