package org.socialconnectors.api.signin;

import java.net.URI;
import org.socialconnectors.api.error.ConnectorException;

/**
 * A capability: where to send the browser so that the person is signed out at the provider too (OpenID Connect RP-Initiated Logout
 * 1.0). End the host's own session first. Thread-safe, blocking.
 */
public interface LogoutUrl {
    /**
     * The address for one person's sign-out. It can carry the ID token: never log it.
     *
     * @param request who signs out, and where to go then
     * @return the provider's address
     * @throws ConnectorException with {@code UNSUPPORTED} if the provider publishes no such address; {@code INVALID_RESPONSE} or
     *     {@code PROVIDER_UNAVAILABLE} if it cannot be found out
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    URI logoutUrl(LogoutRequest request) throws InterruptedException;
}
