package org.socialconnectors.simulator;

/**
 * The simulated provider shows an error page instead of asking the user, and sends the browser nowhere (RFC 6749 section
 * 4.1.2.1). The message is in plain words and carries neither state nor nonce nor code challenge.
 */
public final class AuthorizationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What is wrong with the authorization request. */
    public enum Reason {
        /** A parameter is there twice, or the address is not the authorization endpoint's. */
        MALFORMED_REQUEST,
        /** No client of that ID is registered. */
        UNKNOWN_CLIENT,
        /** The client did not register this redirect URI, or the request has none. */
        REDIRECT_URI_NOT_REGISTERED,
        /** Something other than a code is asked for. */
        RESPONSE_TYPE_NOT_SUPPORTED,
        /** The client may not ask for one of the scopes. */
        SCOPE_NOT_ENABLED,
        /** PKCE with S256 is required, and the request does not use it (RFC 7636). */
        CODE_CHALLENGE_REQUIRED
    }

    AuthorizationRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * What is wrong.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
