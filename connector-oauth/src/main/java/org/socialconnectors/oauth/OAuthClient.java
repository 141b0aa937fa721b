package org.socialconnectors.oauth;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socialconnectors.api.error.ConnectorException;
import org.socialconnectors.api.json.JsonObject;
import org.socialconnectors.api.secret.Secret;

/**
 * The application as registered with the provider (RFC 6749 section 2), and how it wants to be served. With a secret it is a
 * confidential client, without one a public client. Immutable and thread-safe; its text shows the client ID only.
 */
public final class OAuthClient {
    private final String id;
    private final @Nullable Secret secret;
    private final @Nullable ClientAuthentication authentication;
    private final List<String> scopes;
    private final Map<String, String> authorizationParameters;
    private final @Nullable String prompt;
    private final boolean formPost;
    private final boolean pushedAuthorizationRequests;
    private final boolean proofOfPossession;
    private final @Nullable Duration maxAge;
    private final List<String> acrValues;
    private final Duration clockSkew;

    private OAuthClient(Builder builder) {
        this.id = builder.id;
        this.secret = builder.secret;
        this.authentication = builder.authentication;
        this.scopes = builder.scopes;
        this.authorizationParameters =
                Collections.unmodifiableMap(new LinkedHashMap<>(builder.authorizationParameters));
        this.prompt = builder.prompt;
        this.formPost = builder.formPost;
        this.pushedAuthorizationRequests = builder.pushedAuthorizationRequests;
        this.proofOfPossession = builder.proofOfPossession;
        this.maxAge = builder.maxAge;
        this.acrValues = builder.acrValues;
        this.clockSkew = builder.clockSkew;
    }

    /**
     * Starts a client.
     *
     * @param id the client identifier; it can be the address of a client ID metadata document
     * @return a builder of a public client that asks for the provider's default scopes
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /**
     * Starts a client from the usual members of a configuration: {@code clientId}, {@code clientSecret} (optional) and {@code
     * scope} (optional, delimited by spaces).
     *
     * @param config a valid configuration
     * @return a builder
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} if a member is missing or not a string
     */
    public static Builder builder(JsonObject config) {
        return builder(config.text("clientId"))
                .secret(config.secret("clientSecret").orElse(null))
                .scopes(Scopes.split(config.optionalText("scope").orElse("")));
    }

    /**
     * A client from the usual members of a configuration and nothing more.
     *
     * @param config a valid configuration
     * @return the client
     * @throws ConnectorException with {@code INVALID_CONFIGURATION} as {@link #builder(JsonObject)} throws it
     */
    public static OAuthClient of(JsonObject config) {
        return builder(config).build();
    }

    /**
     * The client identifier.
     *
     * @return the identifier
     */
    public String id() {
        return id;
    }

    /**
     * The client secret.
     *
     * @return the secret, unless this is a public client
     */
    public Optional<Secret> secret() {
        return Optional.ofNullable(secret);
    }

    Optional<ClientAuthentication> authentication() {
        return Optional.ofNullable(authentication);
    }

    List<String> scopes() {
        return scopes;
    }

    Map<String, String> authorizationParameters() {
        return authorizationParameters;
    }

    Optional<String> prompt() {
        return Optional.ofNullable(prompt);
    }

    boolean formPost() {
        return formPost;
    }

    boolean pushedAuthorizationRequests() {
        return pushedAuthorizationRequests;
    }

    boolean proofOfPossession() {
        return proofOfPossession;
    }

    Optional<Duration> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    List<String> acrValues() {
        return acrValues;
    }

    Duration clockSkew() {
        return clockSkew;
    }

    @Override
    public String toString() {
        return "OAuthClient(" + id + ")";
    }

    /** Collects a client. For one thread. */
    public static final class Builder {
        private static final Duration DEFAULT_SKEW = Duration.ofSeconds(60);
        private static final Duration LARGEST_SKEW = Duration.ofMinutes(10);

        private final String id;
        private final Map<String, String> authorizationParameters = new LinkedHashMap<>();
        private @Nullable Secret secret;
        private @Nullable ClientAuthentication authentication;
        private List<String> scopes = List.of();
        private @Nullable String prompt;
        private boolean formPost;
        private boolean pushedAuthorizationRequests;
        private boolean proofOfPossession;
        private @Nullable Duration maxAge;
        private List<String> acrValues = List.of();
        private Duration clockSkew = DEFAULT_SKEW;

        private Builder(String id) {
            this.id = id;
        }

        /**
         * Sets the client secret.
         *
         * @param value the secret; null for a public client
         * @return this builder
         */
        public Builder secret(@Nullable Secret value) {
            secret = value;
            return this;
        }

        /**
         * Sets how the client proves itself, whatever the provider lists. If not set, it is what the provider's data says; else
         * {@link ClientAuthentication#none()} without a secret; else {@link ClientAuthentication#clientSecretPost()} where the
         * provider lists that and not {@link ClientAuthentication#clientSecretBasic()}; else the latter.
         *
         * @param value the authentication
         * @return this builder
         */
        public Builder authentication(ClientAuthentication value) {
            authentication = value;
            return this;
        }

        /**
         * Sets what to ask for when a sign-in does not say.
         *
         * @param values the scopes, each a token of its own; empty for the provider's default
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if one is empty or has a space in it
         */
        public Builder scopes(List<String> values) {
            if (Scopes.malformed(values).isPresent()) {
                throw Metadata.mismatch("a scope is not a single scope token", "/scope");
            }
            scopes = List.copyOf(values);
            return this;
        }

        /**
         * Adds a parameter to each authorization request. One that the engine sets itself is refused when a sign-in begins.
         *
         * @param name the parameter
         * @param value its value
         * @return this builder
         */
        public Builder authorizationParameter(String name, String value) {
            authorizationParameters.put(name, value);
            return this;
        }

        /**
         * Sets what the provider should ask when a sign-in does not say (OpenID Connect Core 1.0 section 3.1.2.1).
         *
         * @param value the {@code prompt} value, such as {@code select_account}
         * @return this builder
         */
        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        /**
         * Has the callback arrive as a form (OAuth 2.0 Form Post Response Mode), so that the code is in no address.
         *
         * @return this builder
         */
        public Builder formPost() {
            formPost = true;
            return this;
        }

        /**
         * Sends the authorization request to the provider first, and only a reference through the browser (RFC 9126). Done without
         * this too where the provider requires it.
         *
         * @return this builder
         */
        public Builder pushedAuthorizationRequests() {
            pushedAuthorizationRequests = true;
            return this;
        }

        /**
         * Binds the tokens to a key of their own (RFC 9449), fresh for each sign-in.
         *
         * @return this builder
         */
        public Builder proofOfPossession() {
            proofOfPossession = true;
            return this;
        }

        /**
         * Demands that the person entered their credentials not longer ago than this (OpenID Connect Core 1.0 section 3.1.2.1);
         * an ID token that does not prove it is refused, and so is a sign-in that does not ask for {@code openid}.
         *
         * @param value whole seconds
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is negative
         */
        public Builder maxAge(Duration value) {
            if (value.isNegative()) {
                throw Metadata.mismatch("a sign-in cannot be younger than 0 seconds", "/maxAge");
            }
            maxAge = value;
            return this;
        }

        /**
         * Demands one of these authentication contexts (OpenID Connect Core 1.0 section 3.1.2.1); an ID token that does not name
         * one of them is refused, and so is a sign-in that does not ask for {@code openid}.
         *
         * @param values the contexts, the preferred one first
         * @return this builder
         */
        public Builder acrValues(List<String> values) {
            acrValues = List.copyOf(values);
            return this;
        }

        /**
         * Sets by how much the provider's clock may differ; 60 seconds if not set.
         *
         * @param value at most 10 minutes
         * @return this builder
         * @throws ConnectorException with {@code INVALID_CONFIGURATION} if it is negative or more
         */
        public Builder clockSkew(Duration value) {
            if (value.isNegative() || value.compareTo(LARGEST_SKEW) > 0) {
                throw Metadata.mismatch("clocks may differ by 0 to 600 seconds", "/clockSkew");
            }
            clockSkew = value;
            return this;
        }

        /**
         * Makes the client.
         *
         * @return the client
         */
        public OAuthClient build() {
            return new OAuthClient(this);
        }
    }
}
