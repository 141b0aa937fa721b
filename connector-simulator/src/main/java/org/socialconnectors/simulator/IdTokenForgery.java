package org.socialconnectors.simulator;

/**
 * Makes an ID token other than the honest one. {@link IdTokenFault} has those that everybody must refuse; anything else is a
 * lambda: {@code draft -> draft.claim("aud", List.of("client")).sign()}. Implementations are thread-safe.
 */
@FunctionalInterface
public interface IdTokenForgery {
    /**
     * Makes the token.
     *
     * @param draft the honest token before it is signed; a copy, to be changed at will
     * @return the token in compact serialization (RFC 7515 section 3.1)
     */
    String forge(IdTokenDraft draft);

    /**
     * An ID token with the {@code at_hash} of another access token, whether the provider sends {@code at_hash} or not. A client
     * that looks at it must refuse the token (OpenID Connect Core section 3.1.3.8); it need not look.
     *
     * @return a forgery
     */
    static IdTokenForgery otherAccessTokenHash() {
        return draft -> draft.claim("at_hash", "77QmUPtjPfzWtF2AnpK9RQ").sign();
    }
}
