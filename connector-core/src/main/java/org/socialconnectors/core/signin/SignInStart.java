package org.socialconnectors.core.signin;

import java.net.URI;

/**
 * A sign-in that has begun. Immutable and thread-safe; its text shows nothing, for the address carries the state.
 */
public final class SignInStart {
    private final URI location;

    SignInStart(URI location) {
        this.location = location;
    }

    /**
     * Where to send the browser, with status 302 or 303. Never log it.
     *
     * @return the provider's address
     */
    public URI location() {
        return location;
    }

    @Override
    public String toString() {
        return "SignInStart";
    }
}
