package org.socialconnectors.simulator;

import java.util.Optional;

/**
 * The simulated provider shows an error page instead of asking the user, and sends the browser nowhere (RFC 6749 section
 * 4.1.2.1). The message is one sentence in plain words, without any value of the
 * request.
 */
public final class AuthorizationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<String> value;

    /** What is wrong with the authorization request. */
    public enum Reason {
        /** A parameter is there twice, or the address is not the authorization endpoint's. */
        MALFORMED_REQUEST("The request is malformed: a parameter is there twice, or the address is wrong."),
        /** No client of that ID is registered. */
        UNKNOWN_CLIENT("No application is registered under this client ID."),
        /** The client did not register this redirect URI, or the request has none. */
        REDIRECT_URI_NOT_REGISTERED("This redirect URI is not registered for the application."),
        /** Something other than a code is asked for. */
        RESPONSE_TYPE_NOT_SUPPORTED("This provider does not support the response type."),
        /** The answer should be delivered in a way that the provider does not have. */
        RESPONSE_MODE_NOT_SUPPORTED("This provider does not support the response mode."),
        /** The request was not pushed beforehand, and has to be (RFC 9126 section 5). */
        PUSHED_REQUEST_REQUIRED("This provider wants the authorization request to be pushed beforehand."),
        /** The pushed request was used already, is older than 60 seconds, is another client's, or never was. */
        REQUEST_URI_INVALID("The pushed authorization request is unknown, used or expired."),
        /** The client may not ask for one of the scopes. */
        SCOPE_NOT_ENABLED("A scope is not enabled for the application."),
        /** PKCE with S256 is required, and the request does not use it (RFC 7636). */
        CODE_CHALLENGE_REQUIRED("The request carries no code challenge made by the method S256 (PKCE).");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    AuthorizationRefusedException(Reason reason, Optional<String> value) {
        super(reason.sentence());
        this.reason = reason;
        this.value = value;
    }

    /**
     * What is wrong.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** What was asked for: a client ID, a redirect URI, a scope. */
    Optional<String> value() {
        return value;
    }
}
