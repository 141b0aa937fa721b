package org.socialconnectors.core.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.signin.SignInAttempt;

/**
 * A sign-in between its beginning and its callback: all that must be remembered. Immutable and thread-safe; its text shows the
 * connection only.
 */
public final class PendingSignIn {
    private final String connectionId;
    private final String revision;
    private final SignInAttempt attempt;
    private final @Nullable String returnTo;
    private final @Nullable String hostState;

    /**
     * A pending sign-in, as it began or as a store restores it.
     *
     * @param connectionId with which connection it began
     * @param revision of the connection's configuration then
     * @param attempt after it began
     * @param returnTo a path on the host's own origin, or null
     * @param hostState the host's own words, or null
     */
    public PendingSignIn(
            String connectionId,
            String revision,
            SignInAttempt attempt,
            @Nullable String returnTo,
            @Nullable String hostState) {
        this.connectionId = connectionId;
        this.revision = revision;
        this.attempt = attempt;
        this.returnTo = returnTo;
        this.hostState = hostState;
    }

    /**
     * With which connection it began.
     *
     * @return the connection's ID
     */
    public String connectionId() {
        return connectionId;
    }

    /**
     * With which configuration it began.
     *
     * @return the connection's revision
     */
    public String revision() {
        return revision;
    }

    /**
     * The attempt after it began.
     *
     * @return the attempt
     */
    public SignInAttempt attempt() {
        return attempt;
    }

    /**
     * Where to go when the person is signed in.
     *
     * @return a path on the host's own origin, if stated
     */
    public Optional<String> returnTo() {
        return Optional.ofNullable(returnTo);
    }

    /**
     * What the host wants back.
     *
     * @return the host's own words, if stated
     */
    public Optional<String> hostState() {
        return Optional.ofNullable(hostState);
    }

    @Override
    public String toString() {
        return "PendingSignIn(" + connectionId + ")";
    }
}
