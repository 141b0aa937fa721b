package org.socialconnectors.api.token;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.identity.Identity;
import org.socialconnectors.api.secret.Secret;

/**
 * What a refresh needs to know. Immutable and thread-safe.
 */
public final class RefreshRequest {
    private final Identity expectedIdentity;
    private final Secret refreshToken;
    private final List<String> scopes;
    private final @Nullable Secret proofKey;

    private RefreshRequest(
            Identity expectedIdentity, Secret refreshToken, List<String> scopes, @Nullable Secret proofKey) {
        this.expectedIdentity = expectedIdentity;
        this.refreshToken = refreshToken;
        this.scopes = scopes;
        this.proofKey = proofKey;
    }

    /**
     * A refresh with all that was granted before.
     *
     * @param expectedIdentity whose token it is: a new ID token must be for the same subject and issuer
     * @param refreshToken the newest refresh token
     * @return the request
     */
    public static RefreshRequest of(Identity expectedIdentity, Secret refreshToken) {
        return new RefreshRequest(expectedIdentity, refreshToken, List.of(), null);
    }

    /**
     * The same request for fewer scopes (RFC 6749 section 6).
     *
     * @param narrower a part of what was granted
     * @return another request
     */
    public RefreshRequest scopes(List<String> narrower) {
        return new RefreshRequest(expectedIdentity, refreshToken, List.copyOf(narrower), proofKey);
    }

    /**
     * The same request with the key to which the tokens are bound.
     *
     * @param key {@link TokenSet#proofKey()} of the sign-in
     * @return another request
     */
    public RefreshRequest proofKey(Secret key) {
        return new RefreshRequest(expectedIdentity, refreshToken, scopes, key);
    }

    /**
     * Whose token it is.
     *
     * @return the identity of the sign-in
     */
    public Identity expectedIdentity() {
        return expectedIdentity;
    }

    /**
     * The newest refresh token.
     *
     * @return the token
     */
    public Secret refreshToken() {
        return refreshToken;
    }

    /**
     * What to ask for.
     *
     * @return the scopes; empty for all that was granted
     */
    public List<String> scopes() {
        return scopes;
    }

    /**
     * The key to which the tokens are bound (RFC 9449).
     *
     * @return a private JSON Web Key, if they are bound
     */
    public Optional<Secret> proofKey() {
        return Optional.ofNullable(proofKey);
    }

    /** Nothing of the token. */
    @Override
    public String toString() {
        return "RefreshRequest";
    }
}
