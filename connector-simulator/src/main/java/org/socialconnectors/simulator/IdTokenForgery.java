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
}
