package org.socialconnectors.api.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.identity.SocialProfile;
import org.socialconnectors.api.token.TokenSet;

/**
 * Who signed in, and what proves it. Immutable and thread-safe.
 */
public final class SignInResult {
    private final Identity identity;
    private final SocialProfile profile;
    private final Assurance assurance;
    private final @Nullable TokenSet tokens;

    private SignInResult(Identity identity, SocialProfile profile, Assurance assurance, @Nullable TokenSet tokens) {
        this.identity = identity;
        this.profile = profile;
        this.assurance = assurance;
        this.tokens = tokens;
    }

    /**
     * A result without tokens.
     *
     * @param identity the account's key
     * @param profile how the provider describes the person
     * @param assurance what proves it
     * @return the result
     */
    public static SignInResult of(Identity identity, SocialProfile profile, Assurance assurance) {
        return new SignInResult(identity, profile, assurance, null);
    }

    /**
     * The same result with the tokens that the provider issued.
     *
     * @param issued the tokens
     * @return another result
     */
    public SignInResult withTokens(TokenSet issued) {
        return new SignInResult(identity, profile, assurance, issued);
    }

    /**
     * The only key for an account.
     *
     * @return namespace and subject
     */
    public Identity identity() {
        return identity;
    }

    /**
     * How the provider describes the person.
     *
     * @return the profile
     */
    public SocialProfile profile() {
        return profile;
    }

    /**
     * What proves it.
     *
     * @return the checks that were made
     */
    public Assurance assurance() {
        return assurance;
    }

    /**
     * What the provider issued.
     *
     * @return the tokens, if there are any
     */
    public Optional<TokenSet> tokens() {
        return Optional.ofNullable(tokens);
    }

    /** What proves it; nothing of the person. */
    @Override
    public String toString() {
        return "SignInResult(" + assurance + ")";
    }
}
