package org.socialconnectors.api.token;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * The tokens that a provider issued (RFC 6749 section 5.1). Immutable and thread-safe; its text shows no token.
 */
public final class TokenSet {
    private final Secret accessToken;
    private final String tokenType;
    private final @Nullable Secret refreshToken;
    private final @Nullable Secret idToken;
    private final @Nullable Instant expiresAt;
    private final @Nullable String grantedScope;
    private final @Nullable Secret proofKey;

    private TokenSet(Builder builder) {
        this.accessToken = builder.accessToken;
        this.tokenType = builder.tokenType;
        this.refreshToken = builder.refreshToken;
        this.idToken = builder.idToken;
        this.expiresAt = builder.expiresAt;
        this.grantedScope = builder.grantedScope;
        this.proofKey = builder.proofKey;
    }

    /**
     * Starts a token set.
     *
     * @param accessToken the access token
     * @param tokenType the type as the provider wrote it, such as {@code bearer}
     * @return a builder
     */
    public static Builder builder(Secret accessToken, String tokenType) {
        return new Builder(accessToken, tokenType);
    }

    /**
     * The access token.
     *
     * @return opaque to everybody but the provider
     */
    public Secret accessToken() {
        return accessToken;
    }

    /**
     * How the access token is used.
     *
     * @return the type as the provider wrote it; compare without regard to case
     */
    public String tokenType() {
        return tokenType;
    }

    /**
     * The refresh token. After a refresh: the new one, if the provider rotates; else absent, and the old one stays valid.
     *
     * @return the token, if issued
     */
    public Optional<Secret> refreshToken() {
        return Optional.ofNullable(refreshToken);
    }

    /**
     * The ID token, already verified if the connector asked for one.
     *
     * @return the token, if issued
     */
    public Optional<Secret> idToken() {
        return Optional.ofNullable(idToken);
    }

    /**
     * When the access token ends, by the clock of this process.
     *
     * @return the instant, if the provider stated a lifetime
     */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /**
     * What was granted, exactly as the provider stated it. A provider that grants what was asked for may stay silent (RFC 6749
     * section 5.1).
     *
     * @return the provider's {@code scope} member, unchanged, if it sent one
     */
    public Optional<String> grantedScope() {
        return Optional.ofNullable(grantedScope);
    }

    /**
     * The private key to which the tokens are bound (RFC 9449), with which the host proves possession when it uses them.
     *
     * @return a JSON Web Key (RFC 7517), if the tokens are bound
     */
    public Optional<Secret> proofKey() {
        return Optional.ofNullable(proofKey);
    }

    /** Nothing of the tokens. */
    @Override
    public String toString() {
        return "TokenSet";
    }

    /** Collects a token set; every setter also takes null for "not issued". For one thread. */
    public static final class Builder {
        private final Secret accessToken;
        private final String tokenType;
        private @Nullable Secret refreshToken;
        private @Nullable Secret idToken;
        private @Nullable Instant expiresAt;
        private @Nullable String grantedScope;
        private @Nullable Secret proofKey;

        private Builder(Secret accessToken, String tokenType) {
            this.accessToken = accessToken;
            this.tokenType = tokenType;
        }

        /**
         * Sets the refresh token.
         *
         * @param value the token
         * @return this builder
         */
        public Builder refreshToken(@Nullable Secret value) {
            refreshToken = value;
            return this;
        }

        /**
         * Sets the ID token.
         *
         * @param value the token
         * @return this builder
         */
        public Builder idToken(@Nullable Secret value) {
            idToken = value;
            return this;
        }

        /**
         * Sets the end of the access token.
         *
         * @param value by the clock of this process
         * @return this builder
         */
        public Builder expiresAt(@Nullable Instant value) {
            expiresAt = value;
            return this;
        }

        /**
         * Sets what was granted.
         *
         * @param value the provider's {@code scope} member, unchanged
         * @return this builder
         */
        public Builder grantedScope(@Nullable String value) {
            grantedScope = value;
            return this;
        }

        /**
         * Sets the key to which the tokens are bound.
         *
         * @param value a private JSON Web Key
         * @return this builder
         */
        public Builder proofKey(@Nullable Secret value) {
            proofKey = value;
            return this;
        }

        /**
         * Makes the token set.
         *
         * @return the token set
         */
        public TokenSet build() {
            return new TokenSet(this);
        }
    }
}
