package org.socialconnectors.api;

import java.util.Optional;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.signin.CallbackParameters;
import org.socialconnectors.api.signin.Redirect;
import org.socialconnectors.api.signin.SignInAttempt;
import org.socialconnectors.api.signin.SignInResult;
import org.socialconnectors.api.signin.VerifiedCallback;

/**
 * Signs people in with one provider, for one configuration.
 *
 * <p>Implementations are immutable, thread-safe and blocking; they own no thread, connection or file, and reach the network
 * through {@link ConnectorContext#http()} only. State, browser binding, single use and deadlines are the host's; PKCE, client
 * authentication, nonce and ID-token checks are the connector's, and {@code connector-oauth} does them for it.
 */
public interface SocialConnector {
    /**
     * Says where to send the browser. Makes a request only if the protocol needs one first: discovery, a pushed authorization
     * request, a request token.
     *
     * @param attempt what is asked for, with fresh secrets; its state must come back unchanged in {@link #stateParameter()}
     * @return the redirect, and what to remember until the callback
     * @throws ConnectorException by its code
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Redirect begin(SignInAttempt attempt) throws InterruptedException;

    /**
     * Finds out who signed in. Called at most once for an attempt.
     *
     * @param callback what the browser brought back, its state and issuer already verified
     * @return who signed in, and what proves it
     * @throws ConnectorException by its code
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    SignInResult complete(VerifiedCallback callback) throws InterruptedException;

    /**
     * Under which callback parameter the state comes back.
     *
     * @return {@code state}, unless the protocol has another name, such as {@code RelayState}
     */
    default String stateParameter() {
        return "state";
    }

    /**
     * How the callback arrives. By a form it is a cross-site POST (OAuth 2.0 Form Post Response Mode), which needs https and a
     * cookie with {@code SameSite=None}.
     *
     * @return {@code QUERY}, unless the protocol or the configuration says otherwise
     */
    default CallbackParameters.Arrival callbackArrival() {
        return CallbackParameters.Arrival.QUERY;
    }

    /**
     * Something this connector can do beyond signing in, such as {@link org.socialconnectors.api.token.TokenRefresh}. Asked
     * for, never cast: a wrapper or a configuration may withhold it.
     *
     * @param type the capability's interface
     * @param <T> the capability's interface
     * @return the capability, if this connector has it
     */
    default <T> Optional<T> capability(Class<T> type) {
        return Optional.empty();
    }
}
