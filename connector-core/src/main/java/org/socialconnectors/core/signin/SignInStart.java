package org.socialconnectors.core.signin;

import java.net.URI;
import org.socialconnectors.api.signin.CallbackParameters;

/**
 * A sign-in that has begun. Immutable and thread-safe; its text shows nothing, for the address carries the state.
 */
public final class SignInStart {
    private final URI location;
    private final CallbackParameters.Arrival callbackArrival;

    SignInStart(URI location, CallbackParameters.Arrival callbackArrival) {
        this.location = location;
        this.callbackArrival = callbackArrival;
    }

    /**
     * Where to send the browser, with status 302 or 303. Never log it.
     *
     * @return the provider's address
     */
    public URI location() {
        return location;
    }

    /**
     * How the callback will arrive. By a form it is a cross-site POST: the browser then needs the key of this sign-in in a cookie
     * with {@code SameSite=None} and {@code Secure} (see {@link BrowserKey}), and the callback is protected by state and key, not by
     * a CSRF token.
     *
     * @return query, unless the connection is configured otherwise
     */
    public CallbackParameters.Arrival callbackArrival() {
        return callbackArrival;
    }

    @Override
    public String toString() {
        return "SignInStart";
    }
}
