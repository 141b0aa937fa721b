package org.socialconnectors.core.signin;

import java.util.Optional;
import org.socialconnectors.api.signin.SignInResult;

/**
 * A sign-in that is completed: somebody is signed in. Immutable and thread-safe; its text shows nothing of the person.
 */
public final class CompletedSignIn {
    private final PendingSignIn pending;
    private final SignInResult result;

    CompletedSignIn(PendingSignIn pending, SignInResult result) {
        this.pending = pending;
        this.result = result;
    }

    /**
     * With which connection.
     *
     * @return the connection's ID
     */
    public String connectionId() {
        return pending.connectionId();
    }

    /**
     * Who signed in, and what proves it.
     *
     * @return the connector's result
     */
    public SignInResult result() {
        return result;
    }

    /**
     * Where to send the browser now.
     *
     * @return a path on the host's own origin, if the request stated one
     */
    public Optional<String> returnTo() {
        return pending.returnTo();
    }

    /**
     * What the host wanted back.
     *
     * @return the host's own words, if the request stated any
     */
    public Optional<String> hostState() {
        return pending.hostState();
    }

    @Override
    public String toString() {
        return "CompletedSignIn(" + connectionId() + ", " + result + ")";
    }
}
