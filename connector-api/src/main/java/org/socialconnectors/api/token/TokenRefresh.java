package org.socialconnectors.api.token;

import org.socialconnectors.api.error.ConnectorException;

/**
 * A capability: exchanges a refresh token for a new access token (RFC 6749 section 6). Thread-safe, blocking.
 */
public interface TokenRefresh {
    /**
     * Refreshes once. The request is never repeated by itself: a provider that rotates refresh tokens may have used up the old
     * one although its answer was lost, and would take a second attempt for theft (RFC 9700 section 4.14).
     *
     * @param request whose token, and which
     * @return the new tokens; store a new refresh token at once, in the place of the old. A new ID token is among them if one came
     *     and was verified: where the provider's keys cannot be had after the old refresh token was spent, it is left out
     * @throws ConnectorException with {@code PROVIDER_ERROR} if the provider refuses (the user has to sign in again), {@code
     *     INVALID_ID_TOKEN} if a new ID token is not valid, {@code IDENTITY_MISMATCH} if it is somebody else's, or, before anything is
     *     asked, if the expected identity is in another namespace than this connector's, {@code INVALID_RESPONSE} or {@code
     *     INVALID_CONFIGURATION} as at sign-in; {@code PROVIDER_UNAVAILABLE} for an outage: the person stays signed in, and a later
     *     attempt may succeed, unless the provider rotates and only its answer was lost
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    TokenSet refresh(RefreshRequest request) throws InterruptedException;
}
