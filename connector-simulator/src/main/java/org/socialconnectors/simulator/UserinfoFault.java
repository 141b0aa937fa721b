package org.socialconnectors.simulator;

/**
 * Userinfo as a JWT that every client must refuse (OpenID Connect Core section 5.3.2), each wrong in one way.
 *
 * @see SimulatedProvider#nextUserinfo(IdTokenForgery)
 */
public enum UserinfoFault implements IdTokenForgery {
    /** About somebody else than the ID token. */
    SUB_OTHER(draft -> draft.claim("sub", "000000000000000000000000").sign()),
    /** No {@code sub}. */
    SUB_MISSING(draft -> draft.without("sub").sign()),
    /** {@code alg} is {@code none}, and there is no signature. */
    ALG_NONE(draft -> draft.header("alg", "none").unsigned()),
    /** {@code alg} is the honest one, but the signature is empty. */
    UNSIGNED(IdTokenDraft::unsigned),
    /** Signed by another key under the {@code kid} of the published one. */
    FOREIGN_KEY(IdTokenDraft::signWithForeignKey),
    /** For another client. */
    AUD_OTHER(draft -> draft.claim("aud", "another-client").sign()),
    /** Another issuer. */
    ISS_OTHER(draft -> draft.claim("iss", "https://attacker.example").sign());

    // The lambdas above capture nothing; the check cannot see that of an interface.
    @SuppressWarnings("ImmutableEnumChecker")
    private final IdTokenForgery forgery;

    UserinfoFault(IdTokenForgery forgery) {
        this.forgery = forgery;
    }

    @Override
    public String forge(IdTokenDraft draft) {
        return forgery.forge(draft);
    }
}
