package org.socialconnectors.api.token;

import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.secret.Secret;

/** A capability: tells the provider that a token is no longer needed (RFC 7009). Thread-safe, blocking. */
public interface TokenRevocation {
    /**
     * Revokes a token. One that the provider does not know, or has revoked before, is no error (RFC 7009 section 2.2).
     *
     * @param token an access token or, better, a refresh token: most providers then end the access tokens too
     * @throws ConnectorException with {@code UNSUPPORTED} if the provider publishes no revocation endpoint; {@code
     *     PROVIDER_ERROR}, {@code INVALID_RESPONSE}, {@code INVALID_CONFIGURATION} or {@code PROVIDER_UNAVAILABLE} as at sign-in
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    void revoke(Secret token) throws InterruptedException;
}
