package org.socialconnectors.api.device;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.secret.Secret;

/**
 * A code for a person to enter (RFC 8628 section 3.2). Immutable and thread-safe; its text shows nothing.
 */
public final class DeviceAuthorization {
    private final Secret deviceCode;
    private final String userCode;
    private final URI verificationUri;
    private final @Nullable URI completeVerificationUri;
    private final Instant expiresAt;
    private final Duration interval;
    private final List<String> scopes;
    private final @Nullable Secret codeVerifier;

    private DeviceAuthorization(Builder builder) {
        this.deviceCode = builder.deviceCode;
        this.userCode = builder.userCode;
        this.verificationUri = builder.verificationUri;
        this.completeVerificationUri = builder.completeVerificationUri;
        this.expiresAt = builder.expiresAt;
        this.interval = builder.interval;
        this.scopes = builder.scopes;
        this.codeVerifier = builder.codeVerifier;
    }

    /**
     * Starts a code.
     *
     * @param deviceCode what the device polls with
     * @param userCode what the person enters
     * @param verificationUri where
     * @param expiresAt until when, by the clock of this process
     * @return a builder
     */
    public static Builder builder(Secret deviceCode, String userCode, URI verificationUri, Instant expiresAt) {
        return new Builder(deviceCode, userCode, verificationUri, expiresAt);
    }

    /**
     * What the device polls with.
     *
     * @return the device code; never show it
     */
    public Secret deviceCode() {
        return deviceCode;
    }

    /**
     * What the person enters.
     *
     * @return the code, to be shown as it is
     */
    public String userCode() {
        return userCode;
    }

    /**
     * Where the person enters it.
     *
     * @return an http or https address to show
     */
    public URI verificationUri() {
        return verificationUri;
    }

    /**
     * The same with the code in it, for a QR code. Show the code too, so that the person can compare (RFC 8628 section 5.4).
     *
     * @return an http or https address, if the provider has one
     */
    public Optional<URI> completeVerificationUri() {
        return Optional.ofNullable(completeVerificationUri);
    }

    /**
     * Until when the code is good.
     *
     * @return by the clock of this process
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * How long to wait before each poll.
     *
     * @return 5 seconds if the provider does not say
     */
    public Duration interval() {
        return interval;
    }

    /**
     * The same code with 5 seconds more between polls, as the provider asked (RFC 8628 section 3.5).
     *
     * @return another object
     */
    public DeviceAuthorization slower() {
        return builder(deviceCode, userCode, verificationUri, expiresAt)
                .completeVerificationUri(completeVerificationUri)
                .interval(interval.plus(Builder.DEFAULT_INTERVAL))
                .scopes(scopes)
                .codeVerifier(codeVerifier)
                .build();
    }

    /**
     * What was asked for.
     *
     * @return the scopes
     */
    public List<String> scopes() {
        return scopes;
    }

    /**
     * What ties the tokens to the device that asked for the code, at a provider that wants PKCE (RFC 7636) on devices too.
     *
     * @return the code verifier, if a code challenge was sent; never show it
     */
    public Optional<Secret> codeVerifier() {
        return Optional.ofNullable(codeVerifier);
    }

    @Override
    public String toString() {
        return "DeviceAuthorization";
    }

    /** Collects a code. For one thread. */
    public static final class Builder {
        private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

        private final Secret deviceCode;
        private final String userCode;
        private final URI verificationUri;
        private final Instant expiresAt;
        private @Nullable URI completeVerificationUri;
        private Duration interval = DEFAULT_INTERVAL;
        private List<String> scopes = List.of();
        private @Nullable Secret codeVerifier;

        private Builder(Secret deviceCode, String userCode, URI verificationUri, Instant expiresAt) {
            this.deviceCode = deviceCode;
            this.userCode = userCode;
            this.verificationUri = verificationUri;
            this.expiresAt = expiresAt;
        }

        /**
         * Sets the address with the code in it.
         *
         * @param value the address, or null
         * @return this builder
         */
        public Builder completeVerificationUri(@Nullable URI value) {
            completeVerificationUri = value;
            return this;
        }

        /**
         * Sets how long to wait before the first poll; 5 seconds if not set.
         *
         * @param value the interval
         * @return this builder
         */
        public Builder interval(Duration value) {
            interval = value;
            return this;
        }

        /**
         * Sets what was asked for.
         *
         * @param values the scopes
         * @return this builder
         */
        public Builder scopes(List<String> values) {
            scopes = List.copyOf(values);
            return this;
        }

        /**
         * Sets what ties the tokens to this device.
         *
         * @param value the code verifier, or null if no code challenge was sent
         * @return this builder
         */
        public Builder codeVerifier(@Nullable Secret value) {
            codeVerifier = value;
            return this;
        }

        /**
         * Makes the code.
         *
         * @return the code
         */
        public DeviceAuthorization build() {
            return new DeviceAuthorization(this);
        }
    }
}
