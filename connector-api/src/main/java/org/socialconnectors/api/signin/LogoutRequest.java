package org.socialconnectors.api.signin;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/** How a sign-out at the provider should go. Immutable and thread-safe; its text shows nothing. */
public final class LogoutRequest {
    private final @Nullable Secret idToken;
    private final @Nullable URI returnTo;
    private final @Nullable Secret state;

    private LogoutRequest(@Nullable Secret idToken, @Nullable URI returnTo, @Nullable Secret state) {
        this.idToken = idToken;
        this.returnTo = returnTo;
        this.state = state;
    }

    /**
     * A sign-out of whoever is signed in at the provider.
     *
     * @return the request
     */
    public static LogoutRequest create() {
        return new LogoutRequest(null, null, null);
    }

    /**
     * The same request, saying who signs out.
     *
     * @param token the ID token of the sign-in
     * @return another request
     */
    public LogoutRequest idToken(Secret token) {
        return new LogoutRequest(token, returnTo, state);
    }

    /**
     * The same request, saying where to go then.
     *
     * @param uri as registered with the provider
     * @param returned what comes back with it, for the host to compare
     * @return another request
     */
    public LogoutRequest returnTo(URI uri, Secret returned) {
        return new LogoutRequest(idToken, uri, returned);
    }

    /**
     * Who signs out.
     *
     * @return the ID token, if stated
     */
    public Optional<Secret> idToken() {
        return Optional.ofNullable(idToken);
    }

    /**
     * Where to go then.
     *
     * @return the address, if stated
     */
    public Optional<URI> returnTo() {
        return Optional.ofNullable(returnTo);
    }

    /**
     * What comes back.
     *
     * @return the state, if an address is stated
     */
    public Optional<Secret> state() {
        return Optional.ofNullable(state);
    }

    @Override
    public String toString() {
        return "LogoutRequest";
    }
}
